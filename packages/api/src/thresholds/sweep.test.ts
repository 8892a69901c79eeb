import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordedSample, recordVariant } from '../../test/recorded';
import { createWorld, refusalOf, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
const POSTED_AT = NOW - 300_000;
let world: World;
beforeAll(async () => {
  world = await createWorld(() => NOW);
});
afterAll(() => world.close());

/** A variant that was recorded and stopped. */
async function recorded(personaId: string, samples: readonly RecordedSample[]) {
  const variantId = await recordVariant(world, { personaId, postedAt: POSTED_AT }, samples);
  await world.admin.monitoring.stop({ variantId, reason: 'recorded' });
}

const sweep = (id: string, values = {}) =>
  world.callerWith('read').thresholds.sweep({ scope: { type: 'persona', id }, values });

describe('thresholds.sweep', () => {
  it('says for each kill ratio what it kills, what of that recovers, and what comes after', async () => {
    const persona = `persona-${randomUUID()}`;
    // Of 6% expected: 58%, and one that was at 58% and is at 92% by the end.
    await recorded(persona, [
      [60, 1000, 35],
      [120, 2000, 70],
    ]);
    await recorded(persona, [
      [60, 1000, 35],
      [120, 2000, 110],
    ]);
    const { sessions, truncated, points } = await sweep(persona, { evidence: { enabled: false } });
    expect({ sessions, truncated }).toEqual({ sessions: 2, truncated: false });
    expect(points).toEqual([
      ...[0.2, 0.3, 0.4, 0.5].map((killRatio) => ({ killRatio, kills: 0, falseKills: 0, viewsAfterKill: 0 })),
      ...[0.6, 0.7, 0.8, 0.9].map((killRatio) => ({
        killRatio,
        kills: 2,
        falseKills: 1,
        viewsAfterKill: 2000,
      })),
    ]);
  });

  it('kills no fewer at a stricter ratio, whatever the other rules do', async () => {
    const persona = `persona-${randomUUID()}`;
    for (const interactions of [0, 12, 30, 45, 60])
      await recorded(persona, [
        [60, 1000, interactions],
        [120, 2000, 2 * interactions],
      ]);
    const { points } = await sweep(persona);
    const kills = points.map((point) => point.kills);
    expect(kills).toEqual(kills.toSorted((one, other) => one - other));
    expect(kills[0]).toBeGreaterThan(0);
  });

  it('has nothing to say of nothing, and refuses what it could not replay', async () => {
    const { sessions, points } = await sweep(`persona-${randomUUID()}`);
    expect({ sessions, kills: points.map(({ kills }) => kills) }).toEqual({
      sessions: 0,
      kills: Array(8).fill(0),
    });
    const scope = { type: 'global' as const };
    const since = new Date(NOW - 40 * 86_400_000).toISOString();
    expect(await refusalOf(world.admin.thresholds.sweep({ scope, since }))).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('since'),
    });
  });
});
