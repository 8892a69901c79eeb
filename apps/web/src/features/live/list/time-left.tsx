'use client';

import { formatDuration } from '@cull/core';
import { Instant } from '../../../components/instant';
import type { MonitoredVariant } from '../../../trpc/types';
import { useServerNow } from '../stream/use-server-now';

/** Counts down to the deadline; for an ended variant, when it ended. */
export function TimeLeft({ variant }: { variant: MonitoredVariant }) {
  const now = useServerNow();
  if (variant.endedAt !== null) return <Instant at={variant.endedAt} />;
  if (now === null || variant.status !== 'monitoring') return '–';
  return formatDuration(Date.parse(variant.deadlineAt) - now);
}
