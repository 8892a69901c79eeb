import { expect, test } from 'vitest';
import { killStateWords } from './kill-state-words';

const GLOBAL = { type: 'global', id: null } as const;
const halt = { scope: GLOBAL, reason: 'why', actor: 'ann', since: '2026-01-01T10:00:00Z', until: null };
const clock = (instant: string) => instant.slice(11, 16);

test.each([
  ['auto', 'Auto-kill on', 'good'],
  ['approve', 'Kills need approval', 'warn'],
  ['shadow', 'Dry run', 'watch'],
  ['off', 'Auto-kill off', 'watch'],
  [undefined, 'Auto-kill', 'watch'],
] as const)('mode %s reads “%s”', (mode, word, ink) => {
  expect(killStateWords([], mode, clock)).toMatchObject({ word, ink });
});

test.each([
  [{ ...halt, kind: 'paused' }, 'Kills paused'],
  [{ ...halt, kind: 'paused', until: '2026-01-01T10:15:00Z' }, 'Kills paused until 10:15'],
  [{ ...halt, kind: 'breaker', until: '2026-01-01T10:05:00Z' }, 'Circuit breaker until 10:05'],
] as const)('a halt of everything comes before the mode', (halted, word) => {
  expect(killStateWords([halted], 'auto', clock)).toMatchObject({ word, ink: 'kill' });
});

test('a halt of one persona is not the state of all', () => {
  const ofOne = { ...halt, kind: 'paused', scope: { type: 'persona', id: 'ada' } } as const;
  expect(killStateWords([ofOne], 'auto', clock).word).toBe('Auto-kill on');
});
