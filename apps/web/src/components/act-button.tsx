import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import classes from './act-button.module.css';

type Props = ButtonProps & Pick<ComponentPropsWithoutRef<'button'>, 'onClick' | 'type'>;

/** The button that acts. It names what it acts on in full, on as many lines as that takes. */
export function ActButton(props: Props) {
  return <Button size="xs" classNames={{ root: classes.button, label: classes.label }} {...props} />;
}
