import type { EventFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { killWords, newKills } from './new-kills';

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

test('only kills are news, only those after the page was opened, each once', () => {
  const known = killed('1');
  const warned: EventFrame = { ...killed('2'), type: 'variant.warned' };
  const events = [killed('4'), killed('3'), warned, known, killed('0', -1)];
  expect(newKills(events, [known], OPENED_AT).map(({ id }) => id)).toEqual(['3', '4']);
});

test('one kill is told with its reason, several with their names, many with their number', () => {
  expect(killWords([killed('1')])).toBe('v-1 was killed. 4 interactions from 400 views.');
  expect(killWords(['1', '2'].map((id) => killed(id)))).toBe('2 variants were killed: v-1, v-2.');
  expect(killWords(['1', '2', '3', '4', '5'].map((id) => killed(id)))).toBe(
    '5 variants were killed: v-1, v-2, v-3 and 2 more.',
  );
});
