'use client';

import { Text } from '@mantine/core';
import { formatAge } from '../../components/age';
import { Panel } from '../../components/panel';
import { Mark } from './mark';
import type { Status } from './status';
import classes from './system.module.css';

/** Every shard is ticked once a second; beyond this nobody looks at its variants any more. */
const LATE_MS = 15_000;

/** Who ticks which shards, and how long ago each was. */
export function Workers({ status: { at, shards } }: { status: Status }) {
  const now = Date.parse(at);
  const aged = shards.map((shard) => ({ ...shard, ageMs: Math.max(0, now - Date.parse(shard.tickedAt)) }));
  const late = aged.filter(({ ageMs }) => ageMs > LATE_MS);
  const workers = [...new Set(aged.map(({ workerId }) => workerId))].map((workerId) => ({
    workerId,
    own: aged.filter((shard) => shard.workerId === workerId),
  }));
  return (
    <Panel title="Workers">
      {shards.length === 0 && <Mark isWell={false} words="No worker has ticked yet: nothing is watched." />}
      {shards.length > 0 && (
        <Mark
          isWell={late.length === 0}
          words={
            late.length === 0
              ? `All ${shards.length} shards are looked at, the longest wait is ${formatAge(Math.max(...aged.map(({ ageMs }) => ageMs)))}.`
              : `${late.length} of ${shards.length} shards are not looked at: is a worker gone?`
          }
        />
      )}
      {workers.map(({ workerId, own }) => (
        <div key={workerId}>
          <Text size="sm" mt={6}>
            {workerId}: {own.length} shards
          </Text>
          <ul className={classes.shards} aria-label={`Shards of ${workerId}`}>
            {own.map(({ shard, ageMs }) => (
              <li key={shard} data-late={ageMs > LATE_MS || undefined} title={`shard ${shard}`}>
                {shard}: {formatAge(ageMs)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}
