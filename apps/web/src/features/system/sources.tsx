'use client';

import { Text } from '@mantine/core';
import { Panel } from '../../components/panel';
import { Mark } from './mark';
import type { Status } from './status';

const STATES: Readonly<Record<string, string>> = {
  healthy: 'answers',
  slow_down: 'asks Cull to slow down',
  unhealthy: 'does not answer as it should',
};

/** How the sources of samples do. */
export function Sources({ status: { sources } }: { status: Status }) {
  return (
    <Panel title="Sources">
      {sources.length === 0 && <Text size="sm">No source has been asked yet.</Text>}
      {sources.map(({ source, state, detail }) => (
        <Mark
          key={source}
          isWell={state === 'healthy'}
          words={`${source} ${STATES[state] ?? state}${detail === null ? '.' : `: ${detail}`}`}
        />
      ))}
      <Text size="sm" c="var(--cull-muted)" mt={6}>
        While a source is in trouble nothing is killed on its old counters.
      </Text>
    </Panel>
  );
}
