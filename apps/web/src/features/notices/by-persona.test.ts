import { expect, test } from 'vitest';
import { byPersona, dismissing, type Notice } from './by-persona';

const NOW = Date.parse('2027-03-01T12:00:00Z');
const DAY_MS = 86_400_000;
const notice = (kind: Notice['kind'], personaId: string | null, text = 'figures'): Notice => ({
  kind,
  personaId,
  text,
  preset: null,
  values: null,
});
const steps = notice('interactions_step', null);
const literal = notice('literal_false_kills', 'ada');
const delay = notice('delay_refuted', 'ada');
const suspect = notice('expectation_suspect', 'bob');
const all = [steps, literal, suspect, delay];
const kindsOf = (groups: ReturnType<typeof byPersona>) =>
  groups.map(({ personaId, notices }) => [personaId, ...notices.map(({ kind }) => kind)]);

test('each persona has one bar with all its notices', () => {
  expect(kindsOf(byPersona(all, {}, NOW))).toEqual([
    [null, 'interactions_step'],
    ['ada', 'literal_false_kills', 'delay_refuted'],
    ['bob', 'expectation_suspect'],
  ]);
});

test('what was put away stays away for a day, whatever its figures are by then', () => {
  const dismissed = dismissing({}, [literal, suspect], NOW);
  const later = [steps, { ...literal, text: 'other figures' }, suspect, delay];
  expect(kindsOf(byPersona(later, dismissed, NOW + DAY_MS - 1))).toEqual([
    [null, 'interactions_step'],
    ['ada', 'delay_refuted'],
  ]);
  expect(byPersona(later, dismissed, NOW + DAY_MS)).toHaveLength(3);
});

test('what is back is not kept forever', () => {
  const before = dismissing({}, [literal], NOW - DAY_MS);
  expect(Object.keys(dismissing(before, [suspect], NOW))).toEqual(['expectation_suspect bob']);
});
