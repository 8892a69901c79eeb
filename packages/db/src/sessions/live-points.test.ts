import { NO_PROGRESS } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, POSTED_AT, postOne, TOKEN } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import { finishStep, readUnfinishedStep } from '../kills/kill-steps';
import { readKillFigures } from '../kills/kill-timeline';
import type { Database } from '../system/database';
import { readLivePoints, readOverview } from './live-points';
import { recordProgress } from './live-sessions';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KILL = { outcome: 'killed', reason: 'below_threshold' } as const;

/** Kills a variant 100 ms after its deciding sample, and finishes the last step so much later. */
async function kill(decidedAt: number, stepsTakeMs: number, ending: Parameters<typeof anEnding>[2] = KILL) {
  const posting = aPosting();
  const { monitoringId } = await postOne(db, posting);
  const [ended] = await endSessions(db.pool, [anEnding(posting, monitoringId, ending, decidedAt)]);
  for (const stepId of ended?.stepIds ?? []) {
    const task = await readUnfinishedStep(db.pool, stepId);
    if (task !== null) await finishStep(db.pool, task, decidedAt + stepsTakeMs);
  }
  return monitoringId;
}

describe('readOverview', () => {
  it('has no figures to give before anything happens', async () => {
    expect(await readOverview(db.pool, POSTED_AT)).toEqual({
      monitoring: 0,
      warned: 0,
      killed: 0,
      timedOut: 0,
      stopped: 0,
      killLatencyP50Ms: null,
      killLatencyP95Ms: null,
      newestSampleAt: null,
      waitingForApproval: 0,
    });
  });

  it('counts what is live, what ended within a day, and how fast kills were', async () => {
    const killedAt = POSTED_AT + MINUTE_MS;
    for (const stepsTakeMs of [100, 200, 300]) await kill(killedAt, stepsTakeMs);
    // Seconds after its sample, but a person's time and not Cull's.
    await kill(killedAt, 60_000, { outcome: 'killed', reason: 'manual' });
    await kill(killedAt, 0, PASSED);
    const live = await Promise.all([postOne(db, aPosting()), postOne(db, aPosting())]);
    const sample = { views: 10, interactions: 1, observedAt: POSTED_AT + 5_000 };
    const progress = { ...NO_PROGRESS, sample, lastInteractions: 1, warned: true, quality: 'ok' as const };
    await recordProgress(
      db.pool,
      TOKEN.shard,
      live.slice(0, 1).map(({ monitoringId, deadlineAt }) => ({
        monitoringId,
        progress,
        risk: 0.5,
        interactionsDue: null,
        deadlineAt,
      })),
    );

    const overview = await readOverview(db.pool, killedAt + DAY_MS);
    expect(overview).toEqual({
      monitoring: 2,
      warned: 1,
      killed: 4,
      timedOut: 1,
      stopped: 0,
      killLatencyP50Ms: 300,
      killLatencyP95Ms: 390,
      newestSampleAt: sample.observedAt,
      waitingForApproval: 0,
    });
    const figures = await readKillFigures(db.pool, killedAt);
    expect(figures).toMatchObject({
      kills: 4,
      timeToKill: { p50: 60 },
      observedToDone: { p50: 300, p95: 390 },
    });
    expect(figures.histogram.filter(({ kills }) => kills > 0)).toEqual([
      { upToMs: 250, kills: 1 },
      { upToMs: 500, kills: 2 },
    ]);
    const later = await readOverview(db.pool, killedAt + DAY_MS + 1);
    expect(later).toMatchObject({
      killed: 0,
      timedOut: 0,
      killLatencyP50Ms: null,
      monitoring: 2,
    });
  });
});

describe('readLivePoints', () => {
  it('gives the sessions asked for and no others, with and without a sample', async () => {
    const killed = await kill(POSTED_AT + MINUTE_MS, 0);
    const { monitoringId: fresh } = await postOne(db, aPosting());
    const { monitoringId: dropping, deadlineAt } = await postOne(db, aPosting());
    await postOne(db, aPosting());
    const wentBadAt = POSTED_AT + 20_000;
    const progress = { ...NO_PROGRESS, wentBadAt, quality: 'ok' as const };
    await recordProgress(db.pool, TOKEN.shard, [
      { monitoringId: dropping, progress, risk: 0.9, interactionsDue: 21.5, deadlineAt },
    ]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const points = await readLivePoints(db.pool, [killed, fresh, dropping, unknown]);
    expect(new Map(points.map((point) => [point.monitoringId, point]))).toEqual(
      new Map([
        [
          killed,
          expect.objectContaining({ status: 'killed', views: 640, interactions: 12, at: POSTED_AT + 59_900 }),
        ],
        [
          fresh,
          expect.objectContaining({
            status: 'monitoring',
            views: null,
            at: null,
            dataQuality: 'no_data',
            interactionsDue: null,
            wentBadAt: null,
          }),
        ],
        [dropping, expect.objectContaining({ interactionsDue: 21.5, wentBadAt })],
      ]),
    );
  });
});
