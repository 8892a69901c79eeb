'use client';

import { formatCount } from '@cull/core';
import { VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { useLive } from '../live/stream/live-store';
import classes from './frame.module.css';

/** How many kills wait for a person, and the way to them. */
export function NeedsYou() {
  const waiting = useLive(({ overview }) => overview?.waitingForApproval ?? 0);
  return (
    <Link
      href="/decisions"
      prefetch={false}
      className={classes.needs}
      data-waiting={waiting > 0 || undefined}
    >
      <span className={classes.words}>Needs you</span>
      {waiting > 0 && <span className={classes.count}>{formatCount(waiting)}</span>}
      <VisuallyHidden>{heardOf(waiting)}</VisuallyHidden>
    </Link>
  );
}

/** Said after the number that is seen. */
function heardOf(waiting: number): string {
  if (waiting === 0) return ': nothing';
  return waiting === 1 ? ' kill waits for approval' : ' kills wait for approval';
}
