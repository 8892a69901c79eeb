'use client';

import { Text } from '@mantine/core';
import { formatAge } from '../../components/age';
import { Instant } from '../../components/instant';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { durationOf } from './durations';
import { Mark } from './mark';
import { lookedAt, SILENT_MS } from './silence';
import type { Status } from './status';

/** Who looks at the variants, whether anybody does not, and how late the looks come. */
export function Workers({ status }: { status: Status }) {
  const { at, shards, workers } = status;
  const now = Date.parse(at);
  return (
    <Panel title="Workers">
      <Looked status={status} />
      {workers.length > 0 && (
        <table className={tables.table} data-figures>
          <thead>
            <tr>
              <th scope="col">Worker</th>
              <th scope="col">Shards</th>
              <th scope="col">Ticks a minute</th>
              <th scope="col">Tick lag p50, p95, max</th>
              <th scope="col">Tick takes p50, p95, max</th>
            </tr>
          </thead>
          <tbody>
            {workers.map(({ workerId, startedAt, seenAt, ticks, lag, took }) => (
              <tr key={workerId}>
                <th scope="row" title={workerId}>
                  {workerId.slice(0, 8)}
                  <Standing startedAt={startedAt} silentMs={now - Date.parse(seenAt)} />
                </th>
                <td data-label="Shards">{shards.filter((shard) => shard.workerId === workerId).length}</td>
                <td data-label="Ticks a minute">{ticks}</td>
                <td data-label="Tick lag p50, p95, max">{percentileWords(lag)}</td>
                <td data-label="Tick takes p50, p95, max">{percentileWords(took)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Looked({ status }: { status: Status }) {
  const { waits, late } = lookedAt(status);
  if (waits.length === 0) return <Mark isWell={false} words="No worker is running: nothing is monitored." />;
  const longest = formatAge(Math.max(...waits.map(({ ms }) => ms)));
  const words =
    late.length === 0
      ? `All ${waits.length} shards are checked (longest wait ${longest}).`
      : `No worker checks ${late.length} of ${waits.length} shards (${late.map(({ shard }) => shard).join(', ')}). Longest wait: ${longest}. Is a worker down?`;
  return <Mark isWell={late.length === 0} words={words} />;
}

function Standing({ startedAt, silentMs }: { startedAt: string; silentMs: number }) {
  return silentMs > SILENT_MS ? (
    <Text size="xs" fw={600} c="var(--cull-kill)">
      silent for {formatAge(silentMs)}
    </Text>
  ) : (
    <Text size="xs" c="var(--cull-muted)">
      since <Instant at={startedAt} />
    </Text>
  );
}

function percentileWords(percentiles: Status['workers'][number]['lag']): string {
  if (percentiles === null) return '–';
  const { p50, p95, max } = percentiles;
  return [p50, p95, max].map(durationOf).join(', ');
}
