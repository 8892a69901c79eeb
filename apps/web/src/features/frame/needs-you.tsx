'use client';

import { formatCount } from '@cull/core';
import Link from 'next/link';
import { useLive } from '../live/live-store';
import classes from './frame.module.css';

/** How many kills wait for a person, and the way to them. */
export function NeedsYou() {
  const waiting = useLive(({ overview }) => overview?.waitingForApproval ?? 0);
  const kills = waiting === 1 ? '1 kill waits' : `${formatCount(waiting)} kills wait`;
  return (
    <Link
      href="/decisions"
      prefetch={false}
      className={classes.needs}
      data-waiting={waiting > 0 || undefined}
      aria-label={waiting === 0 ? 'Needs you: nothing' : `Needs you: ${kills} for approval`}
    >
      <span className={classes.words}>Needs you</span>
      {waiting > 0 && <span className={classes.count}>{formatCount(waiting)}</span>}
    </Link>
  );
}
