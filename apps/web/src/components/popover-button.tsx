'use client';

import { Popover } from '@mantine/core';
import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { AskButton, type AskButtonSize } from './ask-button';
import { isFocusLost } from './focus';
import { useEscape } from './use-escape';

interface Props {
  /** On the button. */
  button: ReactNode;
  /** The same in full, for those who hear the page. */
  label: string;
  size?: AskButtonSize;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** What opens next to it, and holds the focus meanwhile. */
  children: ReactNode;
}

/** A button that asks before it acts, and has the focus again afterward. What opens is made when it opens first. */
export function PopoverButton({ button, label, size = 'small', opened, onOpened, children }: Props) {
  const id = useId();
  const target = useRef<HTMLButtonElement>(null);
  const dropdown = useRef<HTMLDivElement>(null);
  const [isMade, setIsMade] = useState(false);
  useEffect(() => {
    if (opened) setIsMade(true);
    else if (isMade && (isFocusLost() || dropdown.current?.contains(document.activeElement)))
      target.current?.focus({ preventScroll: true });
  }, [opened, isMade]);
  useEscape(opened, () => onOpened(false));
  return (
    <>
      <AskButton
        element={target}
        id={id}
        button={button}
        label={label}
        size={size}
        opened={opened}
        onPress={() => onOpened(!opened)}
      />
      {(opened || isMade) && (
        <Popover
          id={id}
          opened={opened}
          onChange={onOpened}
          closeOnEscape={false}
          trapFocus
          withArrow
          position="bottom-end"
          width={280}
          hideDetached={false}
          // What it asks is over when it closes, and not when it has faded.
          transitionProps={{ exitDuration: 0 }}
        >
          <Popover.Target>
            <Existing element={target} />
          </Popover.Target>
          <Popover.Dropdown ref={dropdown}>{children}</Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

interface ExistingProps {
  element: RefObject<HTMLElement | null>;
  /** Called with the element as if it was drawn here. */
  ref?: Ref<HTMLElement | null>;
}

/** Makes an element that is drawn elsewhere the target. */
function Existing({ element, ref }: ExistingProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [element]);
  return null;
}
