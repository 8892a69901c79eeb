import type { PolicyValues } from '@cull/core';
import { readSteppingAccounts, setOverride } from '@cull/db';
import { shardOf } from '@cull/queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterAll(() => world.close());

const soon = { timeout: 30_000, interval: 50 };
const AT_ONCE: PolicyValues = { evidence: { reactionDelaySeconds: 0, dispersion: 1 } };

type Counters = readonly [second: number, views: number, interactions: number];

let personas = 0;

async function override(scopeType: 'persona' | 'variant', scopeId: string, values: PolicyValues) {
  const change = { scope: { scopeType, scopeId }, author: 'test', note: 'test', now: Date.now() };
  await setOverride(world.db.pool, change, { values, replace: true, expiresAt: null }, async () => {});
}

/** A variant whose counters are pushed, of a persona with a policy of its own, posted five minutes ago. */
async function aVariant(values: PolicyValues, personaId?: string) {
  personas += 1;
  const persona = personaId ?? `pushes-${personas}`;
  await override('persona', persona, values);
  const startedAt = Date.now() - 300_000;
  const { monitoringId, variantId } = await world.post({
    postId: `pushed-${personas}`,
    source: 'push',
    personaId: persona,
    startedAt,
    deadlineAt: startedAt + 600_000,
  });
  const push = (counters: readonly Counters[]) =>
    world.producer.addSamples([
      {
        shard: shardOf(variantId),
        samples: counters.map(([second, views, interactions]) => ({
          monitoringId,
          views,
          interactions,
          observedAt: startedAt + second * 1000,
        })),
      },
    ]);
  return { monitoringId, variantId, personaId: persona, startedAt, push };
}

/** 100 views a second at 6%, and from `diesAt` on no interaction any more. */
function dying(from: number, to: number, diesAt: number): readonly Counters[] {
  return Array.from({ length: to - from }, (_, index): Counters => {
    const second = from + index + 1;
    return [second, second * 100, Math.min(second, diesAt) * 6];
  });
}

const secondsSince = (startedAt: number) => Math.floor((Date.now() - startedAt) / 1000);

const settled = (monitoringId: string, expected: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await readSession(world.db, monitoringId)).toMatchObject(expected), soon);

const eventsOf = (monitoringId: string, type: string) =>
  world.db.prisma.event.findMany({ where: { monitoringId, type }, orderBy: { id: 'asc' } });

describe('a variant that was healthy and goes bad', () => {
  it('is warned about once by default, with when it went bad', async () => {
    const { monitoringId, startedAt, push } = await aVariant(AT_ONCE);
    await push(dying(270, 299, 285));
    await settled(monitoringId, {
      status: 'monitoring',
      views: 29_900n,
      wentBadAt: new Date(startedAt + 285_000),
    });
    const warnings = await eventsOf(monitoringId, 'variant.warned');
    expect(warnings.map(({ data }) => data)).toMatchObject([
      {
        cause: 'drop',
        text: expect.stringMatching(/^It went bad at 4:45: 0 of [\d.]+ interactions due since came\.$/),
        wentBadAt: new Date(startedAt + 285_000).toISOString(),
      },
    ]);
  });

  it('is killed where the policy says so, with every step, though another worker takes over in the middle', async () => {
    const { monitoringId, push } = await aVariant({ ...AT_ONCE, drop: { action: 'kill' } });
    await push(dying(270, 287, 285));
    await settled(monitoringId, { views: 28_700n });
    const other = await world.startWorker();
    await push(dying(287, 299, 285));
    await vi.waitFor(
      async () => expect((await readSession(world.db, monitoringId)).completedAt).not.toBeNull(),
      soon,
    );
    const killed = await readSession(world.db, monitoringId);
    expect(killed).toMatchObject({ status: 'killed', killReason: 'drop' });
    expect(killed.killReasonText).toContain('It went bad at 4:45: 0 of');
    expect(killed.views).toBeLessThanOrEqual(29_300n);
    await other.close();
  });
});

describe('a variant of the spare group', () => {
  it('is not killed but recorded, and watched to its end', async () => {
    const { monitoringId, push } = await aVariant({ holdoutRate: 0.5 });
    await world.db.pool.query(
      'UPDATE variant_monitoring SET holdout_draw = 0.4, changed_xid = (pg_current_xact_id()::text)::bigint WHERE id = $1',
      [monitoringId],
    );
    await push([[299, 10_000, 100]]);
    await settled(monitoringId, {
      status: 'monitoring',
      holdCause: 'holdout',
      holdReason: 'below_threshold',
    });
    const { decisions } = await readSession(world.db, monitoringId);
    expect(decisions).toMatchObject([{ outcome: 'would_have_killed', holdCause: 'holdout' }]);
  });
});

describe('a persona whose variants are all low', () => {
  it('has kills held back where the policy says so', async () => {
    const guard: PolicyValues = { mode: 'shadow', siblings: { guard: 'block' } };
    const first = await aVariant(guard, 'low-hour');
    const others = [
      await aVariant(guard, 'low-hour'),
      await aVariant(guard, 'low-hour'),
      await aVariant(guard, 'low-hour'),
      await aVariant(guard, 'low-hour'),
    ];
    for (const { monitoringId, push } of [first, ...others]) {
      await push([[299, 10_000, 100]]);
      await settled(monitoringId, { views: 10_000n });
    }
    // Workers read within a second what the siblings show; who is judged before that is killed.
    await vi.waitFor(async () => {
      for (const { push, startedAt } of others) await push([[secondsSince(startedAt), 10_000, 100]]);
      const last = await aVariant(guard, 'low-hour');
      await override('variant', last.variantId, { mode: 'auto' });
      await last.push([[299, 10_000, 100]]);
      const judged = await vi.waitFor(async () => {
        const session = await readSession(world.db, last.monitoringId);
        expect([session.holdCause, session.killReason]).not.toEqual([null, null]);
        return session;
      }, soon);
      expect(judged).toMatchObject({ status: 'monitoring', holdCause: 'expectation_suspect' });
    }, soon);
  });
});

describe('an account whose reactions stand still', () => {
  it('kills none of its variants, shows it, and goes on when they move', async () => {
    const variants = await Promise.all(
      Array.from({ length: 4 }, () => aVariant({ ...AT_ONCE, staleAfterSeconds: 600 }, 'frozen')),
    );
    const counters = (second: number, interactions: number): Counters => [second, second * 100, interactions];
    const all = async (second: number, interactions: number) => {
      for (const { push, monitoringId } of variants) {
        await push([counters(second, interactions)]);
        await settled(monitoringId, { views: BigInt(second * 100) });
      }
    };
    await all(280, 1_680);
    for (let second = 281; second <= 283; second += 1) await all(second, 1_680);
    for (const { monitoringId } of variants)
      await settled(monitoringId, { status: 'monitoring', dataQuality: 'reactions_frozen', wentBadAt: null });
    await all(284, 1_704);
    await all(285, 1_710);
    for (const { monitoringId } of variants)
      await settled(monitoringId, { status: 'monitoring', dataQuality: 'ok', wentBadAt: null });
  });
});

describe('an account whose interactions arrive in steps, apart from the views', () => {
  it('has the rules that count what is due switched off, and says so', async () => {
    const values: PolicyValues = { mode: 'shadow', ...AT_ONCE };
    // 10 views a second; the interactions show every ten seconds only.
    const counters = Array.from({ length: 200 }, (_, index): Counters => {
      const second = index + 1;
      return [second, second * 10, Math.floor(second / 10) * 6];
    });
    for (const { push, monitoringId } of [
      await aVariant(values, 'stepping'),
      await aVariant(values, 'stepping'),
    ]) {
      await push(counters);
      await settled(monitoringId, { views: 2_000n });
    }
    expect(await readSteppingAccounts(world.db.pool, Date.now())).toEqual(new Set(['push stepping']));
    const silent = await aVariant({ ...AT_ONCE, belowThreshold: { enabled: false } }, 'stepping');
    const reportedAt = Date.now();
    // Workers read what was reported within a second.
    await vi.waitFor(() => expect(Date.now() - reportedAt).toBeGreaterThan(1_500), soon);
    await vi.waitFor(async () => {
      await silent.push([[1 + Math.floor((Date.now() - silent.startedAt) / 1000), 10_000, 1]]);
      expect(await readSession(world.db, silent.monitoringId)).toMatchObject({ views: 10_000n });
    }, soon);
    expect(await readSession(world.db, silent.monitoringId)).toMatchObject({ status: 'monitoring' });
  });
});

describe('a window that ends', () => {
  it('says what the time-out means', async () => {
    const postId = await world.publish(1_000, 60);
    const startedAt = Date.now() - 590_000;
    const { monitoringId } = await world.post({ postId, startedAt, deadlineAt: startedAt + 600_000 });
    const nothing = await world.post({
      postId: 'never-read',
      source: 'push',
      startedAt,
      deadlineAt: startedAt + 600_000,
    });
    await settled(monitoringId, {
      status: 'timed_out',
      timeOut: { verdict: 'passed', checkedLessOften: false },
    });
    await settled(nothing.monitoringId, { status: 'timed_out', timeOut: { verdict: 'no_data' } });
    const { decisions } = await readSession(world.db, nothing.monitoringId);
    expect(decisions).toMatchObject([
      { outcome: 'timed_out', explanation: { timeOut: { verdict: 'no_data' } } },
    ]);
  });
});
