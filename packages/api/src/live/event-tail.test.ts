import { getEventListeners } from 'node:events';
import { appendEvents } from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../test/world';
import { EventTail } from './event-tail';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const BACKLOG = 6_000;

it('brings a viewer who is far behind up to date, each event once, and waits once', async () => {
  const { db } = world.services;
  const events = Array.from({ length: BACKLOG }, (_, number) => ({
    at: number,
    type: 'source.healthy' as const,
    data: { number },
  }));
  await appendEvents(db.pool, events);
  const viewer = new AbortController();
  const seen: unknown[] = [];
  let waiting = 0;
  for await (const { data } of new EventTail(db).follow('0-0', viewer.signal)) {
    seen.push(data.number);
    waiting = Math.max(waiting, getEventListeners(viewer.signal, 'abort').length);
    if (seen.length === BACKLOG) viewer.abort();
  }
  expect(seen).toEqual(events.map(({ data }) => data.number));
  expect(waiting).toBeLessThanOrEqual(1);
});
