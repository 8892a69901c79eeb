import { expect, test } from 'vitest';
import { actorWords, timeToKill } from './decision-figures';

const at = (second: number) => new Date(second * 1_000).toISOString();

test.each([
  ['killed', '2:06'],
  ['would_have_killed', '2:06'],
  ['approval_requested', '2:06'],
  ['timed_out', null],
  ['revived', null],
])('the time to kill of what is %s', (outcome, words) => {
  expect(timeToKill({ outcome, startedAt: at(10), decidedAt: at(136) })).toBe(words);
});

test.each([
  ['engine', 'Cull'],
  ['user:ada@example.com', 'ada@example.com'],
  ['key:orchestrator', 'key:orchestrator'],
])('%s is called %s', (actor, words) => expect(actorWords(actor)).toBe(words));
