'use client';

import { Button, type ButtonProps, Popover } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** On the button. */
  button: string;
  /** The same in full, for those who hear the page. */
  label: string;
  size?: ButtonProps['size'];
  /** By which keyboard shortcuts find the button. */
  action?: string | undefined;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** What opens beside it, and holds the focus meanwhile. */
  children: ReactNode;
}

/** A button that asks before it acts. */
export function PopoverButton({
  button,
  label,
  size = 'compact-xs',
  action,
  opened,
  onOpened,
  children,
}: Props) {
  return (
    <Popover
      opened={opened}
      onChange={onOpened}
      trapFocus
      withArrow
      position="bottom-end"
      width={280}
      withinPortal
    >
      <Popover.Target>
        <Button
          size={size}
          variant="default"
          onClick={() => onOpened(!opened)}
          aria-label={label}
          data-action={action}
        >
          {button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  );
}
