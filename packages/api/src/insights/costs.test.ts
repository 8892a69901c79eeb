import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHistory, type History, timedOut, times } from '../../test/history';
import { createWorld, type World } from '../../test/world';

const NOW = Date.UTC(2026, 0, 2, 12);
let world: World;
let history: History;
beforeAll(async () => {
  world = await createWorld(() => NOW);
  history = createHistory(world, NOW);
});
afterAll(() => world.close());

const killed = { status: 'killed', killReason: 'below_threshold', views: 500, interactions: 10 } as const;
const costsOf = async (personaId: string) => {
  const { days, personas } = await world.callerWith('read').insights.costs({ personaId });
  expect(personas).toHaveLength(1);
  return { days, ...personas[0] };
};

it('has no figures before anything was posted', async () => {
  expect(await world.callerWith('read').insights.costs()).toEqual({
    days: 1,
    total: { postingsPerDay: 0, rules: [] },
    personas: [],
  });
});

it('counts fewer days where Cull has watched for less', async () => {
  await history.ended('ada', { row: timedOut(1_000, 60), daysAgo: 2 });
  expect(await costsOf('ada')).toMatchObject({ days: 2, postingsPerDay: 0.5 });
});

it('bounds the false kills of evidence by alpha, and measures those of the literal rule on ten judged kills', async () => {
  // From here on there is a whole week to look back at.
  await history.ended('bob', { row: timedOut(1_000, 60), daysAgo: 7 });
  await times(9, (kill) =>
    history.ended('bob', { row: { ...killed, ...(kill > 0 && { regretted: kill <= 2 }) } }),
  );
  await history.spared('bob', { views: 500, viewsAtEnd: 900, wasFalse: true });
  await history.spared('bob', { views: 500, viewsAtEnd: null, wasFalse: null });
  expect(await costsOf('bob')).toEqual({
    days: 7,
    personaId: 'bob',
    mode: 'auto',
    postingsPerDay: 12 / 7,
    rules: [
      {
        rule: 'literal',
        reasons: ['below_threshold'],
        falseKillsPerDay: null,
        basis: 'not_known_yet',
        text: 'Not known yet: 9 of 10 judged kills.',
      },
      {
        rule: 'evidence',
        reasons: ['evidence'],
        falseKillsPerDay: { value: 12 / 7000, low: 0, high: 12 / 7000 },
        basis: 'bound',
        text: 'At most 0.002 false kills a day: 1.7 variants posted a day, each with a chance of at most 1 in 1,000.',
      },
    ],
  });

  await history.spared('bob', { views: 500, viewsAtEnd: 900, wasFalse: false });
  const { rules } = await costsOf('bob');
  // Three of ten, with Clopper and Pearson's interval of 0.067 to 0.652, of nine kills in seven days.
  expect(rules?.[0]).toMatchObject({
    basis: 'measured',
    text: '0.4 false kills a day (0.09 to 0.8): 3 of 10 judged kills were false (30%, 7% to 65%), at 1.3 kills a day.',
  });
  expect(rules?.[0]?.falseKillsPerDay?.value).toBeCloseTo((0.3 * 9) / 7);
  expect(rules?.[0]?.falseKillsPerDay?.low).toBeCloseTo((0.0667 * 9) / 7, 3);
  expect(rules?.[0]?.falseKillsPerDay?.high).toBeCloseTo((0.6525 * 9) / 7, 3);
});

it('counts the rules that kill under the policy of each persona, and adds them up', async () => {
  const set = async (id: string, values: Parameters<typeof world.admin.thresholds.set>[0]['values']) => {
    await world.admin.thresholds.set({ scope: { type: 'persona', id }, values, note: 'test' });
  };
  await set('ada', { evidence: { alpha: 0.01 }, drop: { action: 'kill' } });
  await set('cat', { mode: 'shadow' });
  await set('dan', { mode: 'approve', belowThreshold: { enabled: false } });
  for (const persona of ['cat', 'dan']) await history.ended(persona, { row: timedOut(1_000, 60) });
  expect(await costsOf('cat')).toMatchObject({ mode: 'shadow', rules: [] });
  expect(await costsOf('dan')).toMatchObject({ mode: 'approve', rules: [{ rule: 'evidence' }] });
  const { total, personas } = await world.callerWith('read').insights.costs();
  expect(personas.map(({ personaId }) => personaId)).toEqual(['ada', 'bob', 'cat', 'dan']);
  const bound = (0.01 * 1 + 0.001 * 13 + 0.001 * 1) / 7;
  expect(total.rules).toMatchObject([
    { rule: 'literal', basis: 'measured' },
    { rule: 'evidence', reasons: ['evidence', 'drop'], basis: 'bound' },
  ]);
  expect(total.rules[1]?.falseKillsPerDay?.value).toBeCloseTo(bound);
  expect(total.rules[1]?.text).not.toContain('1 in');
});
