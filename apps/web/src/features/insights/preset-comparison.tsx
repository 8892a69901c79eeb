'use client';

import { formatCount, PRESETS } from '@cull/core';
import { Button, Loader, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useTRPC } from '../../trpc/provider';
import { ApplyControl } from './apply-control';

const EVERYTHING = { type: 'global' } as const;

/** What each preset would have done with this account's own recordings. */
export function PresetComparison({ since }: { since: string }) {
  const trpc = useTRPC();
  const [isAsked, setIsAsked] = useState(false);
  const previews = useQueries({
    queries: PRESETS.map(({ values }) => ({
      ...trpc.thresholds.preview.queryOptions({ scope: EVERYTHING, values, since }),
      enabled: isAsked,
    })),
  });
  return (
    <Panel
      title="What each preset would have done"
      actions={
        !isAsked && (
          <Button size="xs" variant="default" onClick={() => setIsAsked(true)}>
            Replay what was recorded
          </Button>
        )
      }
    >
      <table className={tables.table} data-figures>
        <thead>
          <tr>
            <th scope="col">Preset</th>
            <th scope="col">Sessions</th>
            <th scope="col">Killed</th>
            <th scope="col">Of which not killed now</th>
            <th scope="col">Spared that die now</th>
            <th scope="col">Killed, but recovered later</th>
            <th scope="col">Views after the kills</th>
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
              <Cells query={previews[index]} isAsked={isAsked} />
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
    </Panel>
  );
}

interface PreviewQuery {
  data?:
    | {
        total: {
          sessions: number;
          wouldHaveKilled: number;
          wouldHaveSpared: number;
          killedByBoth: number;
          laterRecovered: number;
          viewsAfterKill: { after: number };
        };
      }
    | undefined;
  isError: boolean;
  error: { message: string } | null;
}

function Cells({ query, isAsked }: { query: PreviewQuery | undefined; isAsked: boolean }) {
  if (query?.isError) return <td colSpan={6}>{query.error?.message}</td>;
  if (query?.data === undefined) {
    return <td colSpan={6}>{isAsked ? <Loader size={14} aria-label="Replaying" /> : 'not replayed yet'}</td>;
  }
  const { total } = query.data;
  return (
    <>
      <td data-label="Sessions">{formatCount(total.sessions)}</td>
      <td data-label="Killed">{formatCount(total.wouldHaveKilled + total.killedByBoth)}</td>
      <td data-label="Of which not killed now">{formatCount(total.wouldHaveKilled)}</td>
      <td data-label="Spared that die now">{formatCount(total.wouldHaveSpared)}</td>
      <td data-label="Killed, but recovered later">{formatCount(total.laterRecovered)}</td>
      <td data-label="Views after the kills">{formatCount(total.viewsAfterKill.after)}</td>
    </>
  );
}
