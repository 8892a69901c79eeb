'use client';

import { formatDuration } from '@cull/core';
import { useNow } from '../../components/use-now';
import type { ListedVariant } from './variant-cards';

/** Counts down to the deadline; for an ended variant, when it ended. */
export function TimeLeft({ variant }: { variant: ListedVariant }) {
  const now = useNow();
  if (now === null) return null;
  if (variant.endedAt !== null) {
    return <time dateTime={variant.endedAt}>{new Date(variant.endedAt).toLocaleTimeString()}</time>;
  }
  return <>{formatDuration(Date.parse(variant.deadlineAt) - now)}</>;
}
