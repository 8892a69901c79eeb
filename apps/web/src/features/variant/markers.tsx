import { Text } from '@mantine/core';

/** What the upright lines of the curve stand for. */
export function Markers({ markers }: { markers: readonly { at: string; type: string; text: string }[] }) {
  const told = markers.filter(({ type }) => type !== 'variant.kill_completed');
  if (told.length === 0) return null;
  return (
    <ol style={{ margin: '8px 0 0', paddingLeft: 20 }} aria-label="Marked on the curve">
      {told.map(({ at, type, text }) => (
        <Text component="li" size="xs" key={`${at} ${type}`}>
          <time dateTime={at}>{new Date(at).toLocaleTimeString()}</time> {MARKER_WORDS[type] ?? text}
        </Text>
      ))}
    </ol>
  );
}

/** Where the event's own text would only repeat what stands elsewhere on the page. */
const MARKER_WORDS: Readonly<Record<string, string>> = {
  'variant.monitoring_started': 'Monitoring started',
  'variant.killed': 'Killed',
  'variant.timed_out': 'Timed out',
  'variant.stopped': 'Stopped',
};
