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
import classes from './popover-button.module.css';

/** Of a button in a line of text or a row, or of one among fields. */
export type PopoverButtonSize = 'small' | 'regular';

interface Props {
  /** On the button. */
  button: ReactNode;
  /** The same in full, for those who hear the page. */
  label: string;
  size?: PopoverButtonSize;
  /** By which keyboard shortcuts find the button. */
  action?: string | undefined;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  /** What opens beside it, and holds the focus meanwhile. */
  children: ReactNode;
}

/**
 * A button that asks before it acts. Long lists are full of these, and most are never pressed: the button is plain
 * HTML, and what opens is made when it opens first.
 */
export function PopoverButton({ button, label, size = 'small', action, opened, onOpened, children }: Props) {
  const id = useId();
  const target = useRef<HTMLButtonElement>(null);
  const [isMade, setIsMade] = useState(false);
  useEffect(() => {
    if (opened) setIsMade(true);
  }, [opened]);
  return (
    <>
      <button
        ref={target}
        id={id}
        type="button"
        className={classes.button}
        data-size={size}
        onClick={() => onOpened(!opened)}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={opened}
        data-action={action}
      >
        {button}
      </button>
      {(opened || isMade) && (
        <Popover
          id={id}
          // Made closed: only a popover that opens later knows where to give the focus back.
          opened={opened && isMade}
          onChange={onOpened}
          trapFocus
          withArrow
          position="bottom-end"
          width={280}
        >
          <Popover.Target>
            <Existing element={target} />
          </Popover.Target>
          <Popover.Dropdown>{children}</Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

interface ExistingProps {
  element: RefObject<HTMLElement | null>;
  /** Told of the element as if it was drawn here. */
  ref?: Ref<HTMLElement | null>;
}

/** Makes an element that is drawn elsewhere the target. */
function Existing({ element, ref }: ExistingProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [element]);
  return null;
}
