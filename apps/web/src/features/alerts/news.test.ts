import type { EventFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { isAlerting, newsInWords, newsOf } from './news';

const OPENED_AT = Date.parse('2026-11-23T12:00:00Z');

function killed(id: string, second = 1): EventFrame {
  return {
    id,
    at: new Date(OPENED_AT + second * 1_000).toISOString(),
    type: 'variant.killed',
    monitoringId: `m-${id}`,
    variantId: `v-${id}`,
    personaId: 'p',
    data: { text: 'Killed: 4 interactions from 400 views.' },
  };
}

test('kills, requests and pauses are alerting, a warning is not', () => {
  const types = ['variant.killed', 'variant.approval_requested', 'kills.paused', 'variant.warned'] as const;
  expect(types.map((type) => isAlerting({ type }))).toEqual([true, true, true, false]);
});

test('only what came after the page was opened is news, once', () => {
  const known = killed('1');
  const events = [killed('4'), killed('3'), known, killed('0', -1)];
  expect(newsOf(events, [known], OPENED_AT).map(({ id }) => id)).toEqual(['3', '4']);
});

test('what waits for an answer is told first, a pause with who and why', () => {
  const asked: EventFrame = { ...killed('2'), type: 'variant.approval_requested', data: { text: 'Below.' } };
  const text = 'Ada paused auto-kill for 15 min: lunch';
  const paused: EventFrame = { ...killed('3'), type: 'kills.paused', data: { text } };
  expect(newsInWords([killed('1'), asked, paused])).toBe(
    'v-2 waits for your approval. Below. v-1 was killed. 4 interactions from 400 views. Ada paused auto-kill for 15 min: lunch.',
  );
});

test('one kill is told with its reason, several with their names, many with their number', () => {
  expect(newsInWords([killed('1')])).toBe('v-1 was killed. 4 interactions from 400 views.');
  expect(newsInWords(['1', '2'].map((id) => killed(id)))).toBe('2 variants were killed: v-1, v-2.');
  expect(newsInWords(['1', '2', '3', '4', '5'].map((id) => killed(id)))).toBe(
    '5 variants were killed: v-1, v-2, v-3 and 2 more.',
  );
});
