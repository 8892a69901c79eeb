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
export function RowControls({ variant: { variantId, monitoringId, isProtected }, size = 'small' }: Props) {
  const session = { variantId, monitoringId };
  return (
    <div className={classes.controls}>
      <HandControl action={isProtected ? 'unprotect' : 'protect'} {...session} size={size} />
      <HandControl action="kill" {...session} size={size} />
    </div>
  );
}
