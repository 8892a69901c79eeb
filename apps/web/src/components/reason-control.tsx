'use client';

import { type ComponentProps, type ReactNode, useState } from 'react';
import type { AskButtonSize } from './ask-button';
import { PopoverButton } from './popover-button';
import { ReasonForm } from './reason-form';

interface Props extends Omit<ComponentProps<typeof ReasonForm>, 'onDone' | 'obstacle'> {
  /** On the button that asks. */
  button: ReactNode;
  size?: AskButtonSize;
}

/** A button that asks for the reason before it acts, each time again. */
export function ReasonControl({ button, size = 'small', ...form }: Props) {
  const [opened, setOpened] = useState(false);
  const [time, setTime] = useState(0);
  const turn = (isOpen: boolean) => {
    setOpened(isOpen);
    if (isOpen) setTime(time + 1);
  };
  return (
    <PopoverButton button={button} label={form.label} size={size} opened={opened} onOpened={turn}>
      <ReasonForm key={time} {...form} onDone={() => turn(false)} />
    </PopoverButton>
  );
}
