'use client';

import type { AskButtonSize } from '../../components/ask-button';
import { HandControl } from '../../components/hand-control';
import type { MonitoredVariant } from '../../trpc/types';
import classes from './row-controls.module.css';

interface Props {
  variant: MonitoredVariant;
  size?: AskButtonSize;
}

/** What can be done with a live variant without leaving the list. */
export function RowControls({ variant: { variantId, isProtected }, size = 'small' }: Props) {
  return (
    <div className={classes.controls}>
      <HandControl action={isProtected ? 'unprotect' : 'protect'} variantId={variantId} size={size} />
      <HandControl action="kill" variantId={variantId} size={size} />
    </div>
  );
}
