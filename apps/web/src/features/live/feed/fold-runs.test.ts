import type { EventFrame } from '@cull/api';
import { expect, test } from 'vitest';
import { eventWords } from './event-words';
import { foldRuns, type ToldEvent } from './fold-runs';

function told(id: number, type: EventFrame['type'], data: EventFrame['data'] = {}): ToldEvent {
  const event: EventFrame = {
    id: `1-${id}`,
    at: '2026-11-23T12:00:00Z',
    type,
    monitoringId: `m-${id}`,
    variantId: `v-${id}`,
    personaId: 'p',
    data,
  };
  const words = eventWords(event);
  if (words === null) throw new Error(`the feed leaves ${type} out`);
  return { event, words };
}

const shapeOf = (events: readonly ToldEvent[]) =>
  foldRuns(events).map(({ event, others }) => `${event.variantId} + ${others.length}`);

test('many ends of a kind are one entry, and the kill among them stays in sight', () => {
  const ends = (from: number) => Array.from({ length: 5 }, (_, i) => told(from + i, 'variant.timed_out'));
  expect(shapeOf([...ends(1), told(6, 'variant.killed'), ...ends(7)])).toEqual([
    'v-1 + 4',
    'v-6 + 0',
    'v-7 + 4',
  ]);
});

test('a few stand for themselves', () => {
  const three = [1, 2, 3].map((id) => told(id, 'variant.warned'));
  expect(shapeOf(three)).toEqual(['v-1 + 0', 'v-2 + 0', 'v-3 + 0']);
  expect(shapeOf([])).toEqual([]);
});

test('kills are never folded', () => {
  const kills = [1, 2, 3, 4, 5].map((id) => told(id, 'variant.killed'));
  expect(foldRuns(kills)).toHaveLength(5);
});

test('ends that say something else are no run: passed isn’t no data', () => {
  const end = (id: number, verdict: string) => told(id, 'variant.timed_out', { timeOut: { verdict } });
  const mixed = [1, 2, 3, 4, 5, 6].map((id) => end(id, id % 2 === 0 ? 'passed' : 'no_data'));
  expect(foldRuns(mixed)).toHaveLength(6);
  expect(foldRuns([...mixed, end(7, 'passed'), end(8, 'passed'), end(9, 'passed')])).toHaveLength(6);
});
