import type { EventFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { eventText, eventWords } from './event-words';

const event = (type: string, data: EventFrame['data']): EventFrame => ({
  id: '1-1',
  at: '2027-03-01T12:00:00Z',
  type,
  monitoringId: 'm',
  variantId: 'v',
  personaId: 'p',
  data,
});
const told = (type: string, data: EventFrame['data']) => {
  const words = eventWords(event(type, data));
  return [words?.title, words?.text];
};

test('a warning says whether the rate is low or the variant went bad', () => {
  const drop = 'It went bad at 3:20: 0 of 21 interactions due since came.';
  expect(told('variant.warned', { cause: 'drop', text: drop })).toEqual(['Went bad', drop]);
  expect(told('variant.warned', { cause: 'rate', text: 'Engagement rate 2%.' })[0]).toBe('Warned');
});

test.each([
  ['passed', 'Passed after 10:00: no rule had a reason to kill.', 'Passed', 'No rule had a reason to kill.'],
  [
    'not_enough_data',
    'Passed after 10:00, not enough data: even a variant without interactions takes 420 views to judge.',
    'Passed, not enough data',
    'Even a variant without interactions takes 420 views to judge.',
  ],
  [
    'no_data',
    'No data: the window of 10:00 ended without a usable reading.',
    'No data',
    'The window of 10:00 ended without a usable reading.',
  ],
])('a time-out that is %s is told as what it means', (verdict, text, title, prose) => {
  expect(told('variant.timed_out', { timeOut: { verdict }, text })).toEqual([title, prose]);
});

test('a time-out of an earlier version keeps its word', () => {
  const text = 'Timed out after 10:00 without a reason to kill.';
  expect(told('variant.timed_out', { text })).toEqual(['Timed out', 'After 10:00 without a reason to kill.']);
});

test('what is told elsewhere is left out', () => {
  expect(told('variant.kill_completed', {})).toEqual([undefined, undefined]);
});

test('the log tells also what the feed leaves out', () => {
  const back = 'It has recovered: 24 of 30 interactions due since 3:20 came.';
  expect(eventText(event('variant.recovered', { cause: 'drop', text: back }))).toBe(back);
  expect(eventText(event('variant.protected', { actor: 'ann', note: 'a launch' }))).toBe('ann: a launch');
  expect(eventText(event('variant.kill_completed', {}))).toBe('');
});

test('trouble of an account is told by its sentence, of earlier versions by what the source said', () => {
  const text = 'Ada can’t be used: expired. 3 live variants can’t be checked.';
  const data = { text, detail: 'expired', source: 'threads' };
  expect(told('source.unhealthy', data)[1]?.replaceAll('\u00a0', ' ')).toBe(text);
  expect(told('source.unhealthy', { detail: null, source: 'threads' })[1]).toBe('threads');
  const behind = 'Ada: 31 live variants checked every 4 s instead of 1 s: call budget.';
  const [title, said] = told('engine.behind', { text: behind });
  expect([title, said?.replaceAll('\u00a0', ' ')]).toEqual(['Checks are behind', behind]);
});
