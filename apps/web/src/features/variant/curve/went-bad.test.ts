import { expect, test } from 'vitest';
import { wentBadWords } from './went-bad';

const STARTED_AT = Date.parse('2027-03-01T12:00:00Z');
const iso = (seconds: number) => new Date(STARTED_AT + seconds * 1_000).toISOString();
const session = { startedAt: iso(0), endedAt: null, killReason: null };

test('a live variant that went bad is told with the time since its posting', () => {
  expect(wentBadWords(iso(200), session)).toBe('Went bad at 3:20');
});

test.each([
  [249, 'Went bad at 3:20, killed 49 s later'],
  [285, 'Went bad at 3:20, killed 1 min 25 s later'],
])('a kill after %i s says how soon it came', (seconds, words) => {
  expect(wentBadWords(iso(200), { ...session, endedAt: iso(seconds), killReason: 'drop' })).toBe(words);
});

test('a kill for another reason is not put down to it', () => {
  const killed = { ...session, endedAt: iso(249), killReason: 'manual' } as const;
  expect(wentBadWords(iso(200), killed)).toBe('Went bad at 3:20');
});
