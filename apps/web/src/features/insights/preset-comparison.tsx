'use client';

import type { AppRouter } from '@cull/api';
import { formatCount, PRESETS } from '@cull/core';
import { Button, Loader, Text } from '@mantine/core';
import { skipToken, useQueries } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from './apply-control';

type Total = inferRouterOutputs<AppRouter>['thresholds']['preview']['total'];

const EVERYTHING = { type: 'global' } as const;
const COLUMNS = [
  'Sessions',
  'Killed',
  'Against now',
  'Silent losers caught',
  'Healthy ones lost',
  'Missed',
  'Views after the kills',
] as const;

/** What each preset would have done with this account's own recordings. */
export function PresetComparison({ lengthMs }: { lengthMs: number }) {
  const trpc = useTRPC();
  // A replay is long work: it is of the period that ended when it was asked for, until it is asked for again.
  const [since, setSince] = useState<string | null>(null);
  const previews = useQueries({
    queries: PRESETS.map(({ values }) => ({
      ...trpc.thresholds.preview.queryOptions(
        since === null ? skipToken : { scope: EVERYTHING, values, since },
      ),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
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
      <table className={tables.table} data-figures>
        <thead>
          <tr>
            <th scope="col">Preset</th>
            {COLUMNS.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
            <th scope="col">Choose it</th>
          </tr>
        </thead>
        <tbody>
          {PRESETS.map((preset, index) => (
            <tr key={preset.id}>
              <th scope="row">
                {preset.name}
                <Text size="xs" c="var(--cull-muted)" maw={420}>
                  {preset.description}
                </Text>
              </th>
              <Cells query={previews[index]} isAsked={since !== null} />
              <td>
                <ApplyControl
                  scope={EVERYTHING}
                  values={preset.values}
                  label={`Apply ${preset.name} to everything`}
                  does={preset.description}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="xs" c="var(--cull-muted)" mt="xs">
        Healthy ones lost were back at the warn line by the end of their recording; missed ones timed out
        below the kill line; silent losers never got to the interactions that the literal rule needs.
      </Text>
    </Panel>
  );
}

interface PreviewQuery {
  data?: { total: Total } | undefined;
  isError: boolean;
  error: { message: string } | null;
}

function Cells({ query, isAsked }: { query: PreviewQuery | undefined; isAsked: boolean }) {
  if (query?.isError) return <td colSpan={COLUMNS.length}>{query.error?.message}</td>;
  if (query?.data === undefined) {
    return (
      <td colSpan={COLUMNS.length}>
        {isAsked ? <Loader size={14} aria-label="Replaying" /> : 'not replayed yet'}
      </td>
    );
  }
  const figures = figuresOf(query.data.total);
  return COLUMNS.map((name) => (
    <td key={name} data-label={name}>
      {figures[name]}
    </td>
  ));
}

function figuresOf(total: Total): Record<(typeof COLUMNS)[number], string> {
  return {
    Sessions: formatCount(total.sessions),
    Killed: formatCount(total.wouldHaveKilled + total.killedByBoth),
    'Against now': `+${formatCount(total.wouldHaveKilled)} −${formatCount(total.wouldHaveSpared)}`,
    'Silent losers caught': formatCount(total.silentLosers),
    'Healthy ones lost': formatCount(total.laterRecovered),
    Missed: formatCount(total.missed),
    'Views after the kills': formatCount(total.viewsAfterKill.after),
  };
}
