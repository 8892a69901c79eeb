'use client';

import type { AskButtonSize } from '../../../components/ask-button';
import { HandControl } from '../../../components/hand-control';
import type { MonitoredVariant } from '../../../trpc/types';
import classes from './row-controls.module.css';

interface Props {
  variant: MonitoredVariant;
  size?: AskButtonSize;
  /** Seen while somebody is at the row: a screen full of buttons says nothing. */
  quiet?: boolean;
}

/** What can be done with a live variant without leaving the list. */
export function RowControls({ variant, size = 'small', quiet = false }: Props) {
  const { variantId, monitoringId, isProtected, hold } = variant;
  const session = { variantId, monitoringId, size };
  const waits = hold?.cause === 'approval';
  return (
    <div className={classes.controls} data-quiet={(quiet && !waits) || undefined}>
      {waits ? (
        <>
          <HandControl action="dismiss" {...session} />
          <HandControl action="approve" {...session} />
        </>
      ) : (
        <>
          <HandControl action={isProtected ? 'unprotect' : 'protect'} {...session} />
          <HandControl action="kill" {...session} />
        </>
      )}
    </div>
  );
}
