import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aVariant, startTestServer, type TestServer } from '../test/server';
import type { DashboardFrame } from './schemas/live';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const soon = { timeout: 30_000, interval: 20 };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const now = () => new Date().toISOString();

describe('variants.posted', () => {
  it('starts a session once: the same variant and post meet it again', async () => {
    const variant = aVariant({ scheduledPosts: [{ id: 'later', publishAt: inAnHour() }] });
    const first = await server.client.variants.posted.mutate(variant);
    expect(first).toMatchObject({ variantId: variant.variantId, status: 'monitoring', created: true });
    expect(Date.parse(first.deadlineAt) - Date.parse(first.startedAt)).toBe(600_000);
    expect(await server.client.variants.posted.mutate(variant)).toEqual({ ...first, created: false });
    const { items } = await server.client.pool.list.query({});
    expect(items.find((item) => item.variantId === variant.variantId)?.scheduledPosts).toMatchObject([
      { id: 'later' },
    ]);
  });

  it('refuses another post while one is monitored', async () => {
    const variant = aVariant();
    await server.client.variants.posted.mutate(variant);
    const response = await server.call('variants.posted', { ...variant, postId: 'another' });
    expect([response.status, await response.json()]).toMatchObject([
      409,
      { error: { data: { code: 'CONFLICT' } } },
    ]);
  });

  it('answers item by item, and one bad item refuses only itself', async () => {
    const [good, other] = [aVariant(), aVariant()];
    const { results } = await server.client.variants.postedMany.mutate({
      variants: [good, { ...other, expectedEngagementRate: 2 }, good, 'nonsense', other],
    });
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'ok',
      'BAD_REQUEST',
      'CONFLICT',
      'BAD_REQUEST',
      'ok',
    ]);
  });
});

describe('bad input is refused with the field and what it needs, and nothing is stored', () => {
  it.each([
    { name: 'an unknown field', change: { color: 'red' }, says: 'color' },
    { name: 'an expected rate of 0', change: { expectedEngagementRate: 0 }, says: 'expectedEngagementRate' },
    {
      name: 'an expected rate above 1',
      change: { expectedEngagementRate: 1.1 },
      says: 'expectedEngagementRate',
    },
    { name: 'no number', change: { expectedEngagementRate: 'NaN' }, says: 'expectedEngagementRate' },
    {
      name: 'a post of tomorrow',
      change: { postedAt: new Date(Date.now() + 86_400_000).toISOString() },
      says: 'postedAt',
    },
    { name: 'a post of last month', change: { postedAt: '2020-01-01T00:00:00Z' }, says: 'postedAt' },
    { name: 'a date that is none', change: { postedAt: 'yesterday' }, says: 'postedAt' },
    { name: 'an empty id', change: { personaId: '' }, says: 'personaId' },
    { name: 'control characters', change: { postId: 'a\u0000b' }, says: 'postId' },
    { name: 'an id too long', change: { campaignId: 'x'.repeat(201) }, says: 'campaignId' },
    {
      name: 'a post twice',
      change: { scheduledPosts: [1, 2].map(() => ({ id: 'a', publishAt: '2030-01-01T00:00:00Z' })) },
      says: 'scheduledPosts',
    },
  ])('$name', async ({ change, says }) => {
    const variant = aVariant(change);
    const response = await server.call('variants.posted', variant);
    const { error } = await response.json();
    expect([response.status, error.data.code, error.data.stack]).toEqual([400, 'BAD_REQUEST', undefined]);
    expect(error.message).toContain(says);
    expect(await server.db.prisma.variant.count({ where: { id: variant.variantId } })).toBe(0);
  });

  it.each(['{"variantId":', '{"views": 1e999}', '[]', 'null', '"x"'])('%s', async (body) => {
    expect((await server.call('variants.posted', body)).status).toBe(400);
  });

  it('samples: each by itself, with the reason', async () => {
    const pushed = aVariant();
    const polled = aVariant({ source: 'threads' });
    await server.client.variants.postedMany.mutate({ variants: [pushed, polled] });
    const sample = (variantId: string, values = {}) => ({
      variantId,
      views: 10,
      interactions: 1,
      observedAt: now(),
      ...values,
    });
    const { accepted, rejected } = await server.client.metrics.ingest.mutate({
      samples: [
        sample(pushed.variantId),
        sample(pushed.variantId, { interactions: 11 }),
        sample('never-posted'),
        sample(polled.variantId),
        sample(pushed.variantId, { views: -1 }),
      ],
    });
    expect(accepted).toBe(1);
    expect(rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [1, expect.stringContaining('interactions: must not be above views')],
      [2, expect.stringContaining('unknown_variant')],
      [3, expect.stringContaining('polled_source')],
      [4, expect.stringContaining('views')],
    ]);
  });
});

describe('endings by hand', () => {
  it('kill: out of the pool, posts cancelled, recorded with who and why; a second one meets a CONFLICT', async () => {
    const variant = aVariant({ scheduledPosts: [{ id: 'later', publishAt: inAnHour() }] });
    await server.client.variants.posted.mutate(variant);
    const { variantId } = variant;
    const killed = await server.client.monitoring.kill.mutate({ variantId, reason: 'wrong picture' });
    expect(killed).toMatchObject({
      status: 'killed',
      killReason: 'manual',
      killReasonText: expect.stringContaining('wrong picture.'),
    });
    expect(await server.client.monitoring.variant.query({ variantId })).toMatchObject({
      inPool: false,
      scheduledPosts: [{ id: 'later', cancelledAt: expect.any(String) }],
    });
    const { items } = await server.client.decisions.list.query({ variantId });
    expect(items).toMatchObject([
      { outcome: 'killed', reason: 'manual', actor: 'key:first', note: 'wrong picture' },
    ]);
    const detail = await server.client.decisions.get.query({ decisionId: items[0]?.decisionId ?? '' });
    expect(detail.policy.killRatio).toBe(0.5);
    await expect(server.client.monitoring.kill.mutate({ variantId, reason: 'again' })).rejects.toThrow(
      'had ended before: killed',
    );
  });

  it('stop leaves the variant in the pool', async () => {
    const variant = aVariant();
    await server.client.variants.posted.mutate(variant);
    await server.client.monitoring.stop.mutate({ variantId: variant.variantId, reason: 'enough' });
    expect(await server.client.monitoring.variant.query({ variantId: variant.variantId })).toMatchObject({
      inPool: true,
    });
  });

  it('an unknown variant is NOT_FOUND', async () => {
    const response = await server.call('monitoring.status', { variantId: 'nobody' }, { method: 'GET' });
    expect(response.status).toBe(404);
  });
});

describe('thresholds', () => {
  it('resolve value by value, with the scope of each, and can be cleared', async () => {
    const variant = aVariant({ personaId: 'layered', campaignId: 'layered-campaign' });
    await server.client.variants.posted.mutate(variant);
    const { thresholds } = server.client;
    const scope = { type: 'persona' as const, id: 'layered' };
    await thresholds.set.mutate({ scope, values: { killRatio: 0.4, minViews: 5 }, note: 'calmer' });
    const { version } = await thresholds.set.mutate({ scope, values: { minViews: 7 }, note: 'more views' });
    await thresholds.set.mutate({
      scope: { type: 'variant', id: variant.variantId },
      values: { killRatio: 0.3 },
      note: 'calmest',
    });
    const effective = await thresholds.effective.query({ variantId: variant.variantId });
    expect(effective.values).toMatchObject({ killRatio: 0.3, minViews: 7, warnRatio: 0.7 });
    expect(effective.origins).toMatchObject({
      killRatio: 'variant',
      minViews: 'persona',
      warnRatio: 'default',
    });
    await thresholds.clear.mutate({ scope, note: 'back to normal', expectedVersion: version });
    expect((await thresholds.effective.query({ personaId: 'layered' })).values.minViews).toBe(0);
    const { items } = await thresholds.history.query({ scope });
    expect(items.map(({ action, note }) => [action, note])).toEqual([
      ['clear', 'back to normal'],
      ['set', 'more views'],
      ['set', 'calmer'],
    ]);
  });

  it('refuse what contradicts itself, what is out of range, and what somebody changed meanwhile', async () => {
    const scope = { type: 'persona', id: 'careful' };
    const refused = async (input: Record<string, unknown>) => {
      const response = await server.call('thresholds.set', { scope, note: 'n', ...input });
      return [response.status, (await response.json()).error.message];
    };
    expect(await refused({ values: { warnRatio: 0.4 } })).toEqual([
      400,
      expect.stringContaining('values.warnRatio'),
    ]);
    expect(await refused({ values: { killRatio: 0 } })).toEqual([
      400,
      expect.stringContaining('values.killRatio'),
    ]);
    expect(await refused({ values: { windowSeconds: 0 } })).toEqual([
      400,
      expect.stringContaining('values.windowSeconds'),
    ]);
    expect(await refused({ values: {} })).toEqual([400, expect.stringContaining('at least one value')]);
    expect(await refused({ values: { minViews: 1 }, note: ' ' })).toEqual([
      400,
      expect.stringContaining('note'),
    ]);
    expect(await refused({ values: { minViews: 1 }, expectedVersion: 5 })).toEqual([
      409,
      expect.stringContaining('version 0'),
    ]);
  });

  it('one of two who change the same version at once is told', async () => {
    const scope = { type: 'persona' as const, id: 'contended' };
    const attempts = [1, 2, 3, 4].map((minViews) =>
      server.client.thresholds.set.mutate({ scope, values: { minViews }, note: 'race', expectedVersion: 0 }),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('access', () => {
  const cases = [
    { procedure: 'monitoring.list', method: 'GET', input: {}, scope: 'read' },
    { procedure: 'variants.postedMany', method: 'POST', input: { variants: ['x'] }, scope: 'orchestrate' },
    { procedure: 'metrics.ingest', method: 'POST', input: { samples: ['x'] }, scope: 'ingest' },
    {
      procedure: 'thresholds.set',
      method: 'POST',
      input: { scope: { type: 'persona', id: 'nobody' }, values: { minViews: 1 }, note: 'x' },
      scope: 'control',
    },
  ] as const;
  const scopes = ['read', 'orchestrate', 'ingest', 'control', 'admin'] as const;

  it.each(cases)('$procedure needs the scope $scope', async ({ procedure, method, input, scope }) => {
    for (const held of scopes) {
      const { status } = await server.call(procedure, input, { method, key: await server.keyFor(held) });
      expect([held, status]).toEqual([held, held === scope || held === 'admin' ? 200 : 403]);
    }
    for (const key of [null, 'cull_unknown'])
      expect((await server.call(procedure, input, { method, key })).status).toBe(401);
  });

  it('the sign-in link works once, and its session may do what an admin may', async () => {
    const response = await fetch(server.signInUrl, { redirect: 'manual' });
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const list = `${server.url}/api/trpc/thresholds.list`;
    expect((await fetch(list, { headers: { cookie } })).status).toBe(200);
    const again = await fetch(server.signInUrl, { redirect: 'manual' });
    expect(again.headers.get('set-cookie') ?? '').not.toContain('session_token');
    const foreign = await fetch(`${server.url}/api/trpc/thresholds.clear`, {
      method: 'POST',
      headers: { cookie, origin: 'https://elsewhere.example', 'content-type': 'application/json' },
      body: JSON.stringify({ scope: { type: 'global' }, note: 'x' }),
    });
    expect(foreign.status).toBe(403);
  });

  it('is made once, and only a new link is made after that', async () => {
    expect(await server.bootstrapAgain()).toMatchObject({
      apiKey: null,
      adminPassword: null,
      adminEmail: 'admin@cull.local',
    });
  });
});

describe('lists', () => {
  it('page through every session once, while more are posted', async () => {
    const personaId = 'paged';
    await server.client.variants.postedMany.mutate({
      variants: Array.from({ length: 25 }, () => aVariant({ personaId })),
    });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof server.client.monitoring.list.query>> =
        await server.client.monitoring.list.query({
          personaId,
          limit: 10,
          ...(cursor !== null && { cursor }),
        });
      seen.push(...page.items.map((item) => item.variantId));
      cursor = page.nextCursor;
      await server.client.variants.posted.mutate(aVariant({ personaId }));
    } while (cursor !== null);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });
});

describe('live streams', () => {
  it('bring the overview, the watched variants and every event once, and resume where they were left', async () => {
    const variant = aVariant();
    const { monitoringId } = await server.client.variants.posted.mutate(variant);
    const frames: DashboardFrame[] = [];
    const follow = (lastEventId?: string) =>
      server.client.live.dashboard.subscribe(
        { watch: [monitoringId], ...(lastEventId !== undefined && { lastEventId }) },
        { onData: (frame) => frames.push('id' in frame ? frame.data : frame) },
      );
    const events = () => frames.flatMap((frame) => (frame.type === 'event' ? [frame.event] : []));
    const first = follow();
    await vi.waitFor(() => expect(events().at(-1)?.monitoringId).toBe(monitoringId), soon);
    await vi.waitFor(() => expect(new Set(frames.map(({ type }) => type)).size).toBe(3), soon);
    first.unsubscribe();
    const lastEventId = events().at(-1)?.id ?? '';
    const known = events().length;

    await server.client.monitoring.stop.mutate({ variantId: variant.variantId, reason: 'seen enough' });
    const second = follow(lastEventId);
    await vi.waitFor(() => expect(events().at(-1)?.type).toBe('variant.stopped'), soon);
    expect(
      events()
        .slice(known)
        .map(({ type }) => type),
    ).toEqual(['variant.stopped']);
    second.unsubscribe();
    expect(new Set(events().map(({ id }) => id)).size).toBe(events().length);
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(metrics).toContain('cull_api_open_streams{procedure="live.dashboard"} 0');
    }, soon);
  });
});

describe('health', () => {
  it('answers for the process and for what it stands on', async () => {
    const statuses = await Promise.all(
      ['healthz', 'readyz', 'metrics', 'api/nothing'].map(
        async (path) => (await fetch(`${server.url}/${path}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 404]);
  });

  it('is not ready on a database without its tables, and says which check failed', async () => {
    await server.db.pool.query('ALTER TABLE source_states RENAME TO elsewhere');
    try {
      // What was found before is told for a second.
      await vi.waitFor(async () => {
        const response = await fetch(`${server.url}/readyz`);
        const { ready, checks } = await response.json();
        expect([response.status, ready, checks[0]]).toEqual([503, false, { name: 'database', ok: false }]);
      }, 10_000);
    } finally {
      await server.db.pool.query('ALTER TABLE elsewhere RENAME TO source_states');
    }
  });
});
