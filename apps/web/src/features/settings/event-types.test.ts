import { CHANNEL_EVENT_TYPES } from '@cull/core';
import { expect, test } from 'vitest';
import { EVENT_GROUPS, eventTypesOf } from './event-types';

test('every event of a channel is in one group', () => {
  const grouped = EVENT_GROUPS.flatMap(({ types }) => types);
  expect(grouped.toSorted()).toEqual([...CHANNEL_EVENT_TYPES].toSorted());
});

test('names of no event are left out', () => {
  expect(eventTypesOf(['variant.killed', 'variant.sung'])).toEqual(['variant.killed']);
});
