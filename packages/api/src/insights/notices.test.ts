import { randomUUID } from 'node:crypto';
import { recordPersonaReactions, recordSiblings, reportSteppingVariants } from '@cull/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHistory, type History, times } from '../../test/history';
import { aVariant, createWorld, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
let now = NOW;
let world: World;
let history: History;
beforeAll(async () => {
  world = await createWorld(() => now);
  history = createHistory(world, NOW);
});
afterAll(() => world.close());
// What was worked out for the test before is too old to be shown again.
beforeEach(() => {
  now += 10_000;
});

type Values = Parameters<World['admin']['thresholds']['set']>[0]['values'];

const noticesOf = async (personaId: string | null) => {
  const { items } = await world.callerWith('read').insights.notices();
  return items.filter((item) => item.personaId === personaId);
};
const set = (id: string, values: Values) =>
  world.admin.thresholds.set({ scope: { type: 'persona', id }, values, note: 'test' });
const judgedKills = async (personaId: string, wereFalse: number, of: number) => {
  const row = { status: 'killed', killReason: 'below_threshold', views: 500, interactions: 10 } as const;
  await times(of, (kill) => history.ended(personaId, { row: { ...row, regretted: kill < wereFalse } }));
};
const learned = (personaId: string, values: Partial<Parameters<typeof recordPersonaReactions>[1]>) =>
  recordPersonaReactions(
    world.services.db.pool,
    { personaId, sessions: 40, estimate: null, literalKills: 0, literalFalseKills: 0, ...values },
    now,
  );

describe('false kills by the literal rule', () => {
  it('come from the judged kills of the persona, with the switch that ends them', async () => {
    await judgedKills('ada', 12, 31);
    expect(await noticesOf('ada')).toEqual([
      {
        kind: 'literal_false_kills',
        personaId: 'ada',
        text: '12 of 31 judged kills of ada by the literal rule were false (39%, 22% to 58%). The preset Careful gives views time to bring their reactions first.',
        preset: 'careful',
        values: null,
      },
    ]);
  });

  it.each([
    { name: 'nine judged kills', wereFalse: 9, of: 9 },
    // Of 3 in 20 the interval begins at 3.2%.
    { name: 'a share that may be 5%', wereFalse: 3, of: 20 },
  ])('do not come from $name', async ({ wereFalse, of }) => {
    const personaId = `persona-${randomUUID()}`;
    await judgedKills(personaId, wereFalse, of);
    expect(await noticesOf(personaId)).toEqual([]);
  });

  it('do not come once the persona is judged carefully', async () => {
    const { items } = await world.admin.thresholds.presets();
    const careful = items.find(({ id }) => id === 'careful');
    await judgedKills('bob', 12, 31);
    expect(await noticesOf('bob')).toHaveLength(1);
    // Anyone who has just switched sees that it helped.
    await set('bob', careful?.values ?? {});
    expect(await noticesOf('bob')).toEqual([]);
  });

  it('come from what the rule would have done in the recordings, where too few kills are judged', async () => {
    await learned('cat', { literalKills: 20, literalFalseKills: 9 });
    expect(await noticesOf('cat')).toMatchObject([
      {
        kind: 'literal_false_kills',
        text: expect.stringContaining(
          '9 of 20 recorded variants of cat that the literal rule kills recover (45%, 23% to 68%)',
        ),
        preset: 'careful',
      },
    ]);
    await judgedKills('cat', 0, 10);
    now += 10_000;
    expect(await noticesOf('cat')).toEqual([]);
  });
});

describe('a reaction delay that the recordings refute', () => {
  const estimate = {
    delay: { meanSeconds: 5.5, low: 4.25, high: 6.75, suggestedSeconds: 8.5 },
    dispersion: { value: 1, low: 1, high: 1 },
  };

  it('is shown where somebody has set it, with the value that fits', async () => {
    await learned('dan', { estimate });
    await set('dan', { evidence: { reactionDelaySeconds: 4 } });
    expect(await noticesOf('dan')).toEqual([
      {
        kind: 'delay_refuted',
        personaId: 'dan',
        text: 'Evidence counts on a reaction delay of 4 s, but reactions to dan take 5.5 s (4.3 s to 6.8 s). Too short a delay kills healthy variants; 8.5 s fits.',
        preset: null,
        values: { evidence: { reactionDelaySeconds: 8.5 } },
      },
    ]);
    await set('dan', { evidence: { reactionDelaySeconds: 4.25 } });
    now += 10_000;
    expect(await noticesOf('dan')).toEqual([]);
  });

  it('gives way by itself where it is the default', async () => {
    const slow = { ...estimate, delay: { ...estimate.delay, low: 9, meanSeconds: 10, suggestedSeconds: 15 } };
    await learned('eve', { estimate: slow });
    expect(await noticesOf('eve')).toEqual([]);
    const { values, origins } = await world.services.policies.resolve({ personaId: 'eve' });
    expect(values.evidence.reactionDelaySeconds).toBe(15);
    expect(origins['evidence.reactionDelaySeconds']).toBe('learned');
    const of = await world.services.policies.resolve({ personaId: 'dan' });
    expect(of.origins['evidence.reactionDelaySeconds']).toBe('persona');
  });
});

it('an expectation that all live variants of a persona miss is reported', async () => {
  await world.admin.variants.posted(aVariant({ personaId: 'fay', source: 'push' }));
  const worst = { interactions: 10, due: 30 };
  const four = { variants: 4, interactions: 40, due: 120, worst };
  await recordSiblings(world.services.db.pool, 3, new Map([['fay', four]]), now);
  expect(await noticesOf('fay')).toEqual([
    {
      kind: 'expectation_suspect',
      personaId: 'fay',
      text: '3 live variants of fay, the worst one left out, together got 30 of 90 interactions due so far. The expected ER, the hour or the source may be wrong.',
      preset: null,
      values: null,
    },
  ]);
  await set('fay', { siblings: { guard: 'off' } });
  now += 10_000;
  expect(await noticesOf('fay')).toEqual([]);
});

it('accounts whose interactions arrive in steps are reported, polled and pushed', async () => {
  const stepping = (source: 'threads' | 'push') =>
    [1, 2].map(() => ({ monitoringId: randomUUID(), source, personaId: 'gus', accountId: null }));
  await reportSteppingVariants(world.services.db.pool, [...stepping('threads'), ...stepping('push')], now);
  expect(await noticesOf(null)).toMatchObject([
    {
      kind: 'interactions_step',
      text: expect.stringContaining('Interactions read from threads arrive in steps'),
    },
  ]);
  expect(await noticesOf('gus')).toMatchObject([
    {
      kind: 'interactions_step',
      text: expect.stringContaining('Interactions pushed for gus arrive in steps'),
    },
  ]);
});

it('are worked out at most every ten seconds', async () => {
  const { at } = await world.admin.insights.notices();
  now += 9_999;
  expect((await world.admin.insights.notices()).at).toBe(at);
  now += 1;
  expect((await world.admin.insights.notices()).at).toBe(new Date(now).toISOString());
});
