import { setImmediate as breathe } from 'node:timers/promises';
import { hasRecovered, overlay, type Policy, type PolicyLayer, replay, resolvePolicy } from '@cull/core';
import { countRecordings, type RecordedSession, readRecordings, type Scope } from '@cull/db';
import type { z } from 'zod';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import type { sweepOutput } from '../schemas/policy';

type Sweep = z.output<typeof sweepOutput>;
type Point = { -readonly [Field in keyof Sweep['points'][number]]: Sweep['points'][number][Field] };

/** From lenient to strict; beyond, healthy variants are killed by the dozen. */
const KILL_RATIOS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/** Replayed at most, the newest ones: as much work as a preview. */
const MAX_SESSIONS = 500;

/**
 * Replays what was recorded at one kill ratio after another: what each would have killed, how many of those recovered, and the views
 * that came after the kills. Only sessions that have ended: of the others it is not known yet what becomes of them.
 * @param layers The overrides, with the scope's own as they would be.
 * @param since Epoch milliseconds.
 * @param signal Ends the work when nobody waits for it any more.
 */
export async function sweepKillRatio(
  { db, policies: reader, now }: Pick<Services, 'db' | 'policies' | 'now'>,
  scope: Scope,
  layers: readonly PolicyLayer[],
  since: number,
  signal: AbortSignal | undefined,
): Promise<Sweep> {
  const at = now();
  const filter = { ...scope, since, endedOnly: true };
  const recorded = await countRecordings(db.pool, filter);
  const points = KILL_RATIOS.map(
    (killRatio): Point => ({ killRatio, kills: 0, falseKills: 0, viewsAfterKill: 0 }),
  );
  let sessions = 0;
  for await (const recording of readRecordings(db.pool, { ...filter, limit: MAX_SESSIONS }, at)) {
    const { session } = recording;
    const policy = resolvePolicy(layers, session, at, await reader.learned(session.personaId)).values;
    sessions += 1;
    for (const point of points) {
      signal?.throwIfAborted();
      count(point, recording, policy);
      // A replay takes a millisecond: others get their turn in between.
      await breathe();
    }
  }
  return { since: toIso(since), sessions, truncated: recorded > MAX_SESSIONS, points };
}

function count(point: Point, recording: RecordedSession, policy: Policy): void {
  const { killRatio } = point;
  const swept = overlay(policy, { killRatio, warnRatio: Math.max(policy.warnRatio, killRatio) });
  const gapMs = recording.session.source === 'push' ? null : policy.maxCheckIntervalSeconds * 1_000;
  const { ending, endingSample, lastSample } = replay(recording, swept, gapMs);
  if (ending?.outcome !== 'killed') return;
  point.kills += 1;
  // By the policy's own warn threshold, whatever the ratio: the same variant is healthy at each.
  if (hasRecovered(recording.session, lastSample, policy)) point.falseKills += 1;
  point.viewsAfterKill += (lastSample?.views ?? 0) - (endingSample?.views ?? 0);
}
