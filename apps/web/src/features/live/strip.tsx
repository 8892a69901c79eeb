'use client';

import { formatCount } from '@cull/core';
import { Paper, SimpleGrid, Skeleton, Text, Tooltip } from '@mantine/core';
import { useNow } from '../../components/use-now';
import { useLive } from './live-store';

const CELLS = 7;

/** The day in one line. */
export function Strip() {
  const overview = useLive((state) => state.overview);
  const now = useNow();
  if (overview === null) {
    return (
      <SimpleGrid cols={{ base: 2, sm: 4, lg: CELLS }} spacing="xs">
        {Array.from({ length: CELLS }, (_, cell) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cells are all alike and never move.
          <Skeleton key={cell} height={62} />
        ))}
      </SimpleGrid>
    );
  }
  const age =
    overview.newestSampleAt === null || now === null ? null : now - Date.parse(overview.newestSampleAt);
  return (
    <SimpleGrid cols={{ base: 2, sm: 4, lg: CELLS }} spacing="xs" component="section" aria-label="Overview">
      <Cell name="Monitoring" value={formatCount(overview.monitoring)} hint="Variants being watched now" />
      <Cell
        name="Warned"
        value={formatCount(overview.warned)}
        hint="Live variants below the warn line"
        {...(overview.warned > 0 && { colour: 'var(--cull-warn)' })}
      />
      <Cell
        name="Killed, 24 h"
        value={formatCount(overview.killed)}
        hint="Variants killed in the last 24 hours"
        {...(overview.killed > 0 && { colour: 'var(--cull-kill)' })}
      />
      <Cell
        name="Timed out, 24 h"
        value={formatCount(overview.timedOut)}
        hint="Variants that needed no kill"
      />
      <Cell
        name="p95 kill latency"
        value={
          overview.killLatencyP95Ms === null ? '–' : `${(overview.killLatencyP95Ms / 1000).toFixed(2)} s`
        }
        hint="From the sample that decided a kill to its last step done, kills of the last 24 hours"
      />
      <Cell
        name="Newest sample"
        value={age === null ? '–' : age < 1500 ? 'now' : `${Math.round(age / 1000)} s ago`}
        hint="Age of the newest counters of any live variant"
      />
      <Cell
        name="Views saved, 24 h"
        value={formatCount(overview.viewsSaved)}
        hint="Estimate: views that killed variants would still have got, at their rate so far, to their deadlines"
      />
    </SimpleGrid>
  );
}

function Cell({ name, value, hint, colour }: { name: string; value: string; hint: string; colour?: string }) {
  return (
    <Tooltip label={hint} multiline maw={260} withArrow>
      <Paper withBorder px="sm" py={6}>
        <Text size="xs" c="var(--cull-muted)" truncate>
          {name}
        </Text>
        <Text size="xl" fw={700} lh={1.2} {...(colour !== undefined && { c: colour })}>
          {value}
        </Text>
      </Paper>
    </Tooltip>
  );
}
