import { Text } from '@mantine/core';
import { Instant } from '../../components/instant';

export interface Marker {
  readonly at: string;
  readonly type: string;
  readonly text: string;
  /** Null for what Cull did by itself. */
  readonly actor: string | null;
  readonly note: string | null;
}

/** What follows a kill by the second stands in the kill's own record. */
const LEFT_OUT = new Set(['variant.kill_completed']);

/** The events that are marked on the curve, in its order. */
export function shownMarkers(markers: readonly Marker[]): readonly Marker[] {
  return markers.filter(({ type }) => !LEFT_OUT.has(type));
}

/** What the numbered upright lines of the curve stand for: what happened, who did it, and why. */
export function Markers({ markers }: { markers: readonly Marker[] }) {
  if (markers.length === 0) return null;
  return (
    <ol style={{ margin: '8px 0 0', paddingLeft: 20 }} aria-label="Marked on the curve">
      {markers.map(({ at, type, text, actor, note }) => (
        <Text component="li" size="xs" key={`${at} ${type}`}>
          <Instant at={at} /> {MARKER_WORDS[type] ?? text}
          {actor !== null && MARKER_WORDS[type] !== undefined && (
            <>
              {' '}
              by {actor}
              {note !== null && `: ${note}`}
            </>
          )}
        </Text>
      ))}
    </ol>
  );
}

/** Where the event's own text would only repeat what stands elsewhere on the page. */
const MARKER_WORDS: Readonly<Record<string, string>> = {
  'variant.monitoring_started': 'Monitoring started',
  'variant.killed': 'Killed',
  'variant.would_have_killed': 'A kill was held back',
  'variant.approval_requested': 'A kill waits for approval',
  'variant.dismissed': 'The kill was dismissed',
  'variant.protected': 'Protected',
  'variant.unprotected': 'No longer protected',
  'variant.extended': 'The window was extended',
  'variant.revived': 'Revived',
  'variant.kill_failed': 'A step of the kill failed',
  'variant.kill_retried': 'Kill steps tried again',
  'variant.kill_regretted': 'The variant came back: the kill is regretted',
  'variant.timed_out': 'Timed out',
  'variant.stopped': 'Stopped',
};
