'use client';

import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { MonitoredVariant } from '../../trpc/types';
import { useLetters } from '../live/use-letters';
import { neighborsOf } from './neighbors';
import classes from './variant-header.module.css';

const ICON = 15;

interface Props {
  session: MonitoredVariant;
  siblings: readonly MonitoredVariant[];
}

/** To the sibling that was posted before, and to the one posted after; also with `[` and `]`. */
export function NeighborLinks({ session, siblings }: Props) {
  const router = useRouter();
  const { before, after } = neighborsOf(siblings, session);
  const go = (to: MonitoredVariant | null) => to !== null && router.push(addressOf(to));
  useLetters({ '[': () => go(before), ']': () => go(after) });
  return (
    <>
      {before !== null && (
        <Link href={addressOf(before)} prefetch={false} className={classes.way} title={titleOf(before)}>
          <IconChevronLeft size={ICON} aria-hidden />
          Previous
        </Link>
      )}
      {after !== null && (
        <Link href={addressOf(after)} prefetch={false} className={classes.way} title={titleOf(after)}>
          Next
          <IconChevronRight size={ICON} aria-hidden />
        </Link>
      )}
    </>
  );
}

function addressOf({ variantId }: MonitoredVariant): string {
  return `/variants/${encodeURIComponent(variantId)}`;
}

function titleOf({ excerpt, variantId }: MonitoredVariant): string {
  return excerpt ?? variantId;
}
