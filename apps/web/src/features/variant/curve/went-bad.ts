import { formatDuration } from '@cull/core';
import type { MonitoredVariant } from '../../../trpc/types';

type Session = Pick<MonitoredVariant, 'startedAt' | 'endedAt' | 'killReason'>;

/**
 * Returns when a variant went bad and, where that killed it, how soon after: "Went bad at 3:20, killed 49 s later".
 * @param wentBadAt ISO 8601.
 */
export function wentBadWords(wentBadAt: string, { startedAt, endedAt, killReason }: Session): string {
  const at = Date.parse(wentBadAt);
  const words = `Went bad at ${formatDuration(at - Date.parse(startedAt))}`;
  if (killReason !== 'drop' || endedAt === null) return words;
  return `${words}, killed ${secondsWords(Date.parse(endedAt) - at)} later`;
}

/** A span in a sentence: 49 s, 1 min 20 s. */
function secondsWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
