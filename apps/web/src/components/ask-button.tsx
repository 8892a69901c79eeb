'use client';

import { type ReactNode, type RefObject, useRef } from 'react';
import classes from './ask-button.module.css';
import { useHandsOverFocus } from './focus';

/** Of a button in a line of text or a row, or of one among fields. */
export type AskButtonSize = 'small' | 'regular';

interface Props {
  /** On the button. */
  button: ReactNode;
  /** The same in full, for those who hear the page. */
  label: string;
  size?: AskButtonSize;
  /** By which keyboard shortcuts find the button. */
  action?: string | undefined;
  opened: boolean;
  id?: string;
  element?: RefObject<HTMLButtonElement | null>;
  onPress: (button: HTMLButtonElement) => void;
}

/** A button that opens a question. Long lists are full of these, and most are never pressed: it is plain HTML. */
export function AskButton({ button, label, size = 'small', action, opened, id, element, onPress }: Props) {
  const own = useRef<HTMLButtonElement>(null);
  const ref = element ?? own;
  useHandsOverFocus(ref);
  return (
    <button
      ref={ref}
      id={id}
      type="button"
      className={classes.button}
      data-size={size}
      onClick={({ currentTarget }) => onPress(currentTarget)}
      aria-label={label}
      aria-haspopup="dialog"
      aria-expanded={opened}
      data-action={action}
    >
      {button}
    </button>
  );
}
