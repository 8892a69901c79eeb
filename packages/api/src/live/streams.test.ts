import { get, type IncomingMessage } from 'node:http';
import { appendEvents } from '@cull/db';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { ADMIN_KEY, aVariant, startTestServer, type TestServer } from '../../test/server';

const SOON = { timeout: 30_000 };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Adds numbered events to the log, as large as they are asked to be. */
async function append(from: number, count: number, bytes = 0): Promise<void> {
  const padding = 'x'.repeat(bytes);
  const events = Array.from({ length: count }, (_, index) => ({
    at: Date.now(),
    type: 'source.healthy' as const,
    data: { number: from + index, padding },
  }));
  await appendEvents(server.db.pool, events);
}

async function openStreams(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('cull_api_open_streams{'));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

it('resume by themselves when the server comes back, each event once, those of the time between too', async () => {
  const seen: Record<'events' | 'dashboard', unknown[]> = { events: [], dashboard: [] };
  const events = server.client.live.events.subscribe(undefined, {
    onData: ({ data }) => seen.events.push(data.data['number']),
  });
  const dashboard = server.client.live.dashboard.subscribe(
    { watch: [] },
    {
      onData: (frame) => {
        if ('id' in frame && frame.data.type === 'event')
          seen.dashboard.push(frame.data.event.data['number']);
      },
    },
  );
  await vi.waitFor(async () => expect(await openStreams()).toBe(2), SOON);
  await append(0, 20);
  await vi.waitFor(() => expect([seen.events.length, seen.dashboard.length]).toEqual([20, 20]), SOON);
  // More than a new viewer is shown, so that only the place in the log can tell what was missed.
  await server.restart(() => append(20, 300));
  await append(320, 20);
  const all = Array.from({ length: 340 }, (_, number) => number);
  await vi.waitFor(() => expect(seen.events).toHaveLength(340), SOON);
  await vi.waitFor(() => expect(seen.dashboard).toHaveLength(340), SOON);
  expect(seen).toEqual({ events: all, dashboard: all });
  events.unsubscribe();
  dashboard.unsubscribe();
  await vi.waitFor(async () => expect(await openStreams()).toBe(0), SOON);
}, 60_000);

it('break off when the process leaves, while everything else is answered', async () => {
  const leaving = await startTestServer();
  onTestFinished(() => leaving.close());
  const open = () =>
    fetch(`${leaving.url}/api/trpc/live.events`, {
      headers: { authorization: `Bearer ${ADMIN_KEY}`, accept: 'text/event-stream' },
    });
  const before = await open();
  const rest = before.text();
  leaving.endStreams();
  // Told about the end by `return`, a client would stay away.
  for (const text of [await rest, await (await open()).text()]) {
    expect(text).toContain('event: connected');
    expect(text).not.toContain('event: return');
  }
  expect((await leaving.call('system.status', undefined, { method: 'GET' })).status).toBe(200);
});

it('do not pile up what a viewer does not read, and go on without a gap once it reads', async () => {
  const EVENTS = 3_000;
  const BYTES = 10_000;
  await server.client.variants.posted.mutate(aVariant());
  const [start] = await server.db.pool
    .query<{ id: string }>(
      "SELECT transaction_id || '-' || id AS id FROM events ORDER BY transaction_id DESC, events.id DESC LIMIT 1",
    )
    .then(({ rows }) => rows);
  const input = JSON.stringify({ lastEventId: start?.id });
  const known = new Set(server.sockets);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const address = `${server.url}/api/trpc/live.events?${new URLSearchParams({ input })}`;
    get(address, { headers: { authorization: `Bearer ${ADMIN_KEY}` }, agent: false }, resolve).on(
      'error',
      reject,
    );
  });
  response.pause();
  const [socket] = [...server.sockets].filter((open) => !known.has(open));
  if (socket === undefined) throw new Error('the viewer has no connection');
  await append(0, EVENTS, BYTES);
  // What the system itself keeps for the connection is full once nothing is written any more.
  let written = 0;
  await vi.waitFor(
    () => {
      const before = written;
      written = socket.bytesWritten;
      expect(before).toBeGreaterThan(BYTES);
      expect(written).toBe(before);
    },
    { ...SOON, interval: 300 },
  );
  expect(socket.bytesWritten).toBeLessThan((EVENTS * BYTES) / 2);
  expect(socket.writableLength).toBeLessThan(500_000);

  const numbers: number[] = [];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const number = /^data: .*"number":(\d+)/.exec(line)?.[1];
      if (number !== undefined) numbers.push(Number(number));
    }
  });
  response.resume();
  await vi.waitFor(() => expect(numbers).toHaveLength(EVENTS), SOON);
  expect(numbers).toEqual(Array.from({ length: EVENTS }, (_, number) => number));
  response.destroy();
  await vi.waitFor(async () => expect(await openStreams()).toBe(0), SOON);
}, 60_000);
