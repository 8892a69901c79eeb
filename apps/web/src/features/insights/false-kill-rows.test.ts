import { expect, test } from 'vitest';
import { falseKillRows } from './false-kill-rows';

const counts = { kills: 4, judged: 2, regretted: 1, falseShare: { share: 0.5, low: 0.01, high: 0.99 } };
const rule = (reason: 'drop' | 'evidence') => ({ ...counts, reason });
const of = (...reasons: ('drop' | 'evidence')[]) => ({ ...counts, rules: reasons.map(rule) });
const namesOf = (rows: ReturnType<typeof falseKillRows>) =>
  rows.map(({ persona, reason }) => `${persona ?? 'all'} ${reason}`);

test('the rules of all personas stand before those of each', () => {
  const personas = [
    { personaId: 'ada', ...of('drop', 'evidence') },
    { personaId: 'bob', ...of('evidence') },
  ];
  expect(namesOf(falseKillRows({ total: of('drop', 'evidence'), personas }))).toEqual([
    'all drop',
    'all evidence',
    'ada drop',
    'ada evidence',
    'bob evidence',
  ]);
});

test('one persona is not told twice', () => {
  const rows = falseKillRows({ total: of('drop'), personas: [{ personaId: 'ada', ...of('drop') }] });
  expect(namesOf(rows)).toEqual(['ada drop']);
});
