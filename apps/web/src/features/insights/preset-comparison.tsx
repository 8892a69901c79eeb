'use client';

import { formatCount, PRESETS } from '@cull/core';
import { Button, Text } from '@mantine/core';
import { skipToken, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../components/loaded';
import { Panel } from '../../components/panel';
import { useTRPC } from '../../trpc/provider';
import { useOverrides } from '../thresholds/use-overrides';
import { Narrower } from './narrower';
import { PresetTable } from './preset-table';

const EVERYTHING = { type: 'global' } as const;
const HEIGHT = 240;

/** What each preset would have done with this account's own recordings, and which one holds. */
export function PresetComparison({ lengthMs }: { lengthMs: number }) {
  const trpc = useTRPC();
  // A replay is long work: it is of the period that ended when it was asked for, until it is asked for again.
  const [since, setSince] = useState<string | null>(null);
  const previews = useQueries({
    queries: PRESETS.map(({ values }) => ({
      ...trpc.thresholds.preview.queryOptions(
        since === null ? skipToken : { scope: EVERYTHING, values, since, endedOnly: true },
      ),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const overrides = useOverrides();
  const replayed = previews.find(({ data }) => data !== undefined)?.data;
  return (
    <Panel
      title="What each preset would have done"
      actions={
        <Button
          size="xs"
          variant="default"
          loading={previews.some(({ isFetching }) => isFetching)}
          onClick={() => setSince(new Date(Date.now() - lengthMs).toISOString())}
        >
          {since === null ? 'Replay what was recorded' : 'Replay again'}
        </Button>
      }
    >
      <Text size="sm" mb="xs" role="status">
        {statusOf(since !== null, replayed)}
      </Text>
      <Loaded what="the active overrides" query={overrides} height={HEIGHT}>
        {({ items }) => (
          <>
            <PresetTable
              rows={PRESETS.map((preset, index) => ({ preset, query: previews[index] }))}
              isAsked={since !== null}
              overrides={items}
            />
            <Narrower overrides={items} />
          </>
        )}
      </Loaded>
      {since !== null && (
        <Text size="xs" c="var(--cull-muted)" mt="xs">
          False kills were back at the warn threshold by the end of their recording. Missed variants passed
          below the kill threshold. Silent losers never got to the interactions that the literal rule needs.
          Views saved are those that were recorded after the moment of the kill, less those after the kills of
          the active thresholds.
        </Text>
      )}
    </Panel>
  );
}

/** What the figures are of. */
function statusOf(
  isAsked: boolean,
  replayed: { total: { sessions: number }; recorded: number; truncated: boolean } | undefined,
): string {
  if (!isAsked) {
    return 'Nothing is replayed yet. A replay runs every variant that ended in this period through the live engine, once for each preset; it takes some seconds.';
  }
  if (replayed === undefined) return 'Replaying what was recorded.';
  const {
    total: { sessions },
    recorded,
    truncated,
  } = replayed;
  return truncated
    ? `Of the newest ${formatCount(sessions)} of ${formatCount(recorded)} variants that ended in this period.`
    : `Of all ${formatCount(sessions)} variants that ended in this period.`;
}
