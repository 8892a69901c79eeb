'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { type ComponentPropsWithRef, useRef } from 'react';
import classes from './act-button.module.css';
import { useHandsOverFocus } from './focus';

type ButtonElementProps = ComponentPropsWithRef<'button'>;
type Props = ButtonProps & Pick<ButtonElementProps, 'onClick' | 'type' | 'aria-label'>;

/**
 * The button that acts. It names what it acts on in full, on as many lines as that takes. While it is busy it does
 * nothing, but is not disabled: a disabled button loses the focus.
 */
export function ActButton({ loading = false, disabled = false, onClick, ...props }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useHandsOverFocus(button, disabled);
  return (
    <Button
      ref={button}
      size="xs"
      classNames={{ root: classes.button, label: classes.label }}
      {...props}
      loading={loading}
      disabled={disabled}
      renderRoot={(root: ButtonElementProps) => (
        <button {...root} disabled={disabled} aria-disabled={loading || undefined} />
      )}
      onClick={(event) => {
        if (loading) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
