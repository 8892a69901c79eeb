import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { SUBSCRIPTIONS } from '../src/contract';
import { count, instant, rate } from '../src/contract/contract';
import { anId, posted, push, statusOf } from '../src/contract/world';
import { mutate } from '../src/orchestrator';
import { eventsOf, type ListenOptions, listen, type ServerSentEvent } from '../src/plain-http';

/** Reads a subscription until `enough` says so, then leaves. */
async function read(
  procedure: string,
  input: unknown,
  enough: (read: readonly ServerSentEvent[]) => boolean,
  options: Omit<ListenOptions, 'signal'> = {},
): Promise<readonly ServerSentEvent[]> {
  const viewer = new AbortController();
  const events: ServerSentEvent[] = [];
  const response = await listen(procedure, input, { ...options, signal: viewer.signal });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  for await (const event of eventsOf(response)) {
    // What is named is tRPC's own: connected, ping and the like.
    if (event.event === undefined) events.push(event);
    if (enough(events)) break;
  }
  viewer.abort();
  return events;
}

const halts = z.array(z.object({ kind: z.string(), reason: z.string() }));
const overviewSchema = z.object({
  at: instant,
  monitoring: count,
  warned: count,
  killed: count,
  timedOut: count,
  stopped: count,
  killLatencyP50Ms: z.number().nullable(),
  killLatencyP95Ms: z.number().nullable(),
  newestSampleAt: instant.nullable(),
  viewsAvoided: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  waitingForApproval: count,
  halts,
});
const pointSchema = z.object({
  monitoringId: z.uuid(),
  status: z.enum(['monitoring', 'killed', 'timed_out', 'stopped']),
  at: instant.nullable(),
  views: count.nullable(),
  interactions: count.nullable(),
  engagementRate: rate.nullable(),
  risk: z.number(),
  warned: z.boolean(),
  dataQuality: z.string(),
  deadlineAt: instant,
  interactionsDue: z.number().min(0).nullable(),
  wentBadAt: instant.nullable(),
});
const eventSchema = z.object({
  id: z.string(),
  at: instant,
  type: z.string(),
  monitoringId: z.string().nullable(),
  variantId: z.string().nullable(),
  personaId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('overview'), overview: overviewSchema }),
  z.object({ type: z.literal('variants'), at: instant, points: z.array(pointSchema) }),
  z.object({ type: z.literal('event'), event: eventSchema }),
]);

const variantOf = ({ data }: ServerSentEvent) => eventSchema.parse(data).variantId;

/** What a stream that is refused says, in the place of its first event: it has begun by then. */
async function refusalOf(procedure: string, input: unknown, key?: string | null): Promise<unknown> {
  const viewer = new AbortController();
  const response = await listen(procedure, input, {
    signal: viewer.signal,
    ...(key !== undefined && { key }),
  });
  for await (const { event, data } of eventsOf(response)) {
    if (event === 'connected') continue;
    viewer.abort();
    expect(event).toBe('serialized-error');
    return data;
  }
  return null;
}

for (const procedure of SUBSCRIPTIONS) {
  test(`${procedure} is for nobody without a key, and for no key without the scope`, async () => {
    expect(await refusalOf(procedure, {}, null)).toMatchObject({ data: { code: 'UNAUTHORIZED' } });
    const { key } = await mutate('keys.create', { name: anId('others'), scopes: ['ingest', 'control'] });
    expect(await refusalOf(procedure, {}, String(key))).toMatchObject({
      message: expect.stringContaining('scope read'),
      data: { code: 'FORBIDDEN' },
    });
  });
}

test('live.overview gives the figures of the strip', async () => {
  const [first] = await read('live.overview', undefined, (events) => events.length === 1);
  overviewSchema.parse(first?.data);
});

test('live.variants gives the latest point of each watched session', async () => {
  const variantId = await posted();
  await push(variantId, 100, 6);
  const monitoringId = String((await statusOf(variantId))['monitoringId']);
  const input = { monitoringIds: [monitoringId] };
  const [first] = await read('live.variants', input, (events) => events.length === 1);
  const frame = z.object({ at: instant, variants: z.tuple([pointSchema]) }).parse(first?.data);
  expect(frame.variants).toMatchObject([
    { monitoringId, status: 'monitoring', views: 100, interactions: 6, engagementRate: 0.06 },
  ]);
});

test('live.events goes on behind the last event seen, however it is named', async () => {
  const first = await posted();
  const before = await read('live.events', {}, (events) =>
    events.some((event) => variantOf(event) === first),
  );
  expect(before.map(({ id }) => id)).toEqual(before.map(({ data }) => eventSchema.parse(data).id));
  const lastEventId = before.at(-1)?.id ?? '';
  const missed = [await posted(), await posted(), await posted()];
  const enough = (events: readonly ServerSentEvent[]) =>
    missed.every((id) => events.map(variantOf).includes(id));
  const byHeader = await read('live.events', {}, enough, { lastEventId });
  const byInput = await read('live.events', { lastEventId }, enough);
  for (const events of [byHeader, byInput]) {
    expect(events.map(variantOf).filter((id) => id !== null && missed.includes(id))).toEqual(missed);
    expect(events.map(variantOf)).not.toContain(first);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  }
});

test('live.dashboard carries figures, points and events in one stream, and the events resume it', async () => {
  const variantId = await posted();
  await push(variantId, 100, 6);
  const watch = [String((await statusOf(variantId))['monitoringId'])];
  const frames = (events: readonly ServerSentEvent[]) => events.map(({ data }) => frameSchema.parse(data));
  const variantsOf = (events: readonly ServerSentEvent[]) =>
    frames(events).flatMap((frame) => (frame.type === 'event' ? [frame.event.variantId] : []));
  const before = await read(
    'live.dashboard',
    { watch },
    (events) =>
      new Set(frames(events).map(({ type }) => type)).size === 3 && variantsOf(events).includes(variantId),
  );
  const lastEventId = before.findLast(({ id }) => id !== undefined && id !== '')?.id ?? '';
  const missed = [await posted(), await posted()];
  const after = await read(
    'live.dashboard',
    { watch },
    (events) => missed.every((id) => variantsOf(events).includes(id)),
    { lastEventId },
  );
  expect(variantsOf(after).filter((id) => id !== null && missed.includes(id))).toEqual(missed);
  expect(variantsOf(after)).not.toContain(variantId);
});

test('what a stream cannot be asked for is refused, with the field', async () => {
  for (const [procedure, input, field] of [
    ['live.events', { lastEventId: 'yesterday' }, 'lastEventId'],
    ['live.variants', { monitoringIds: ['not an id'] }, 'monitoringIds'],
    ['live.dashboard', { watch: [], unheardOf: 1 }, 'unheardOf'],
  ] as const) {
    expect(await refusalOf(procedure, input)).toMatchObject({
      message: expect.stringContaining(field),
      data: { code: 'BAD_REQUEST' },
    });
  }
});

test('a stream with nothing to tell shows that it is alive, more often than its reader is told to expect', async () => {
  const viewer = new AbortController();
  const response = await listen('live.variants', { monitoringIds: [] }, { signal: viewer.signal });
  const begin = performance.now();
  let patienceMs = 0;
  for await (const { event, data } of eventsOf(response)) {
    if (event === 'connected') {
      patienceMs = z
        .object({ reconnectAfterInactivityMs: z.number() })
        .parse(data).reconnectAfterInactivityMs;
    }
    if (event === 'ping') break;
  }
  expect(performance.now() - begin).toBeLessThan(patienceMs / 2);
  viewer.abort();
});
