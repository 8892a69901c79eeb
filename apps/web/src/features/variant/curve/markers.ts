import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';
import { qualityWord } from '../../../components/standing';
import { type KnownTimeOut, timeOutLabel } from '../../../components/time-out-words';

/** Something that happened to a session. */
export type Marker = inferRouterOutputs<AppRouter>['monitoring']['curve']['markers'][number];

/** What follows a kill by the second stands in the kill's own record. */
const LEFT_OUT = new Set(['variant.kill_completed']);

/** The events that are on the curve and on record, in the order of time. */
export function shownMarkers(markers: readonly Marker[]): readonly Marker[] {
  return markers.filter(({ type }) => !LEFT_OUT.has(type));
}

/**
 * Returns what happened, in a word or two; the event's own text where that says more.
 * @param timeOut What the session's time-out means.
 */
export function markerWords({ type, text }: Marker, timeOut: KnownTimeOut): string {
  if (type === 'variant.timed_out') return timeOutLabel(timeOut);
  if (type === 'variant.data_quality')
    return text.replace(/\w+$/, (quality) => qualityWord(quality).toLowerCase());
  return WORDS[type] ?? text;
}

const WORDS: Readonly<Record<string, string>> = {
  'variant.monitoring_started': 'Posted',
  'variant.killed': 'Killed',
  'variant.would_have_killed': 'A kill was blocked',
  'variant.approval_requested': 'A kill waits for approval',
  'variant.dismissed': 'The kill was dismissed',
  'variant.protected': 'Protected',
  'variant.unprotected': 'No longer protected',
  'variant.extended': 'The window was extended',
  'variant.revived': 'Restored',
  'variant.kill_retried': 'Kill steps tried again',
  'variant.kill_regretted': 'The variant came back: a false kill',
  'variant.stopped': 'Stopped',
  'policy.changed': 'Thresholds changed',
  'kills.paused': 'Auto-kill paused',
  'kills.resumed': 'Auto-kill resumed',
};

/** The outcome under which the decisions have an event; null for one that was no decision. */
export function outcomeOf({ type }: Marker): string | null {
  return OUTCOMES[type] ?? null;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  'variant.killed': 'killed',
  'variant.timed_out': 'timed_out',
  'variant.stopped': 'stopped',
  'variant.would_have_killed': 'would_have_killed',
  'variant.approval_requested': 'approval_requested',
  'variant.dismissed': 'dismissed',
  'variant.revived': 'revived',
};
