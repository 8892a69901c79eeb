import type { SchemedEventData } from '@cull/db';
import { expect, expectTypeOf, it } from 'vitest';
import type { EventData } from './events.js';
import { isEvent } from './webhooks.js';

/** Spelt out, as it is compared. */
type Flat<Events> = {
  -readonly [Type in keyof Events]: { -readonly [Field in keyof Events[Type]]: Events[Type][Field] };
};

it('have the fields that Cull tells', () => {
  expectTypeOf<Flat<EventData>>().branded.toEqualTypeOf<Flat<SchemedEventData>>();
});

it('are told apart by their type', () => {
  const event = { type: 'engine.behind', timestamp: '2026-02-23T00:00:00.000Z', data: { cause: 'lanes' } };
  expect(isEvent(event, 'engine.caught_up')).toBe(false);
  expect(isEvent(event, 'engine.behind') && event.data.cause).toBe('lanes');
});
