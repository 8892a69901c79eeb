import { randomUUID } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { NO_PROGRESS } from '@cull/core';
import { appendEvents, recordProgress } from '@cull/db';
import { isTrackedEnvelope } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aVariant, type Caller, createWorld, refusalOf, type World } from '../../test/world';
import type { DashboardFrame, EventFrame } from '../schemas/live';

const SOON = { timeout: 30_000 };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The log as one call brings it: the caller types what a client would get, which is the same under other names. */
async function* eventsOf(caller: Caller, input: Parameters<Caller['live']['events']>[0]) {
  for await (const value of await caller.live.events(input)) {
    if (!isTrackedEnvelope<EventFrame>(value)) throw new Error('an event came without its id');
    yield { id: value[0], event: value[1] };
  }
}

type Subscribe<Value> = (caller: Caller) => AsyncIterable<Value> | Promise<AsyncIterable<Value>>;

/** Reads a subscription until `enough` says so, then leaves as a viewer would. */
async function read<Value>(subscribe: Subscribe<Value>, enough: (read: readonly Value[]) => boolean) {
  const viewer = new AbortController();
  const values: Value[] = [];
  for await (const value of await subscribe(world.viewer(viewer.signal))) {
    values.push(value);
    if (enough(values)) viewer.abort();
  }
  return values;
}

async function openStreams(): Promise<number> {
  const { values } = await world.services.metrics.openStreams.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

async function shardWith(monitoringId: string): Promise<number> {
  const where = { id: monitoringId };
  return (await world.services.db.prisma.variantMonitoring.findUniqueOrThrow({ where })).shard;
}

async function recordViews(monitoringId: string, views: number, deadlineAt: string): Promise<void> {
  const sample = { views, interactions: 1, observedAt: Date.now() };
  const progress = { ...NO_PROGRESS, sample, lastInteractions: 1, quality: 'ok' as const };
  await recordProgress(world.services.db.pool, await shardWith(monitoringId), [
    { monitoringId, progress, risk: 0.1, interactionsDue: null, deadlineAt: Date.parse(deadlineAt) },
  ]);
  world.services.notifier.publish({ kind: 'shard_recorded' });
}

describe('live.events', () => {
  it('resumes behind the last event seen, without a gap and without a repeat', async () => {
    await world.admin.variants.posted(aVariant());
    const [start] = await read(
      (caller) => eventsOf(caller, undefined),
      (seen) => seen.length === 1,
    );
    const variants = Array.from({ length: 60 }, () => aVariant());
    const posting = (async () => {
      // Ten at once, so that transactions commit in another order than they began in.
      for (let from = 0; from < variants.length; from += 10) {
        await Promise.all(
          variants.slice(from, from + 10).map((variant) => world.admin.variants.posted(variant)),
        );
      }
    })();
    const seen: (string | undefined)[] = [];
    let lastEventId = start?.id;
    // A viewer who loses the connection after every seventh event.
    while (seen.length < variants.length) {
      const wanted = Math.min(7, variants.length - seen.length);
      const events = await read(
        (caller) => eventsOf(caller, { lastEventId }),
        (read) => read.length === wanted,
      );
      seen.push(...events.map(({ event }) => event.variantId ?? undefined));
      lastEventId = events.at(-1)?.id;
    }
    await posting;
    expect(seen.toSorted()).toEqual(variants.map(({ variantId }) => variantId).toSorted());
  });

  it('shows a new viewer the newest events in their order, then goes on with what comes', async () => {
    const first = aVariant();
    const second = aVariant();
    await world.admin.variants.posted(first);
    let posted = false;
    const events = await read(
      (caller) => eventsOf(caller, {}),
      (seen) => {
        if (!posted && seen.some(({ event }) => event.variantId === first.variantId)) {
          posted = true;
          void world.admin.variants.posted(second);
        }
        return seen.some(({ event }) => event.variantId === second.variantId);
      },
    );
    const order = events.map(({ event }) => event.variantId);
    expect(order.indexOf(first.variantId)).toBeLessThan(order.indexOf(second.variantId));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('gives every one of fifty viewers the same', async () => {
    const variant = aVariant();
    const viewers = Array.from({ length: 50 }, () =>
      read(
        (caller) => eventsOf(caller, {}),
        (seen) => seen.some(({ event }) => event.variantId === variant.variantId),
      ),
    );
    await vi.waitFor(async () => expect(await openStreams()).toBe(50), SOON);
    await world.admin.variants.posted(variant);
    const last = (await Promise.all(viewers)).map((seen) => seen.at(-1)?.id);
    expect(new Set(last).size).toBe(1);
  });
});

describe('live.variants', () => {
  it('gives at most four frames a second, and the latest point in the end', async () => {
    const { monitoringId, deadlineAt } = await world.admin.variants.posted(aVariant());
    const unwatched = await world.admin.variants.posted(aVariant());
    let recording: Promise<void> | undefined;
    const begin = performance.now();
    const frames = await read(
      (caller) => caller.live.variants({ monitoringIds: [monitoringId] }),
      (seen) => {
        recording ??= (async () => {
          for (let views = 1; views <= 100; views += 1) await recordViews(monitoringId, views, deadlineAt);
          await recordViews(unwatched.monitoringId, 1, unwatched.deadlineAt);
          await recordViews(monitoringId, 1_000, deadlineAt);
        })();
        return seen.at(-1)?.variants[0]?.views === 1_000;
      },
    );
    await recording;
    const seconds = (performance.now() - begin) / 1_000;
    expect(frames.length).toBeLessThanOrEqual(4 * seconds + 2);
    expect(frames.flatMap(({ variants }) => variants.map((point) => point.monitoringId))).toEqual(
      Array(frames.length).fill(monitoringId),
    );
    expect(frames.at(-1)?.variants[0]).toMatchObject({
      views: 1_000,
      engagementRate: 0.001,
      dataQuality: 'ok',
    });
  });
});

describe('a variant that goes bad', () => {
  it('says so in its next frame, and what was due', async () => {
    const { monitoringId, deadlineAt } = await world.admin.variants.posted(aVariant());
    const shard = await shardWith(monitoringId);
    await recordViews(monitoringId, 1, deadlineAt);
    const wentBadAt = Date.now();
    const sample = { views: 9_000, interactions: 400, observedAt: wentBadAt };
    const progress = { ...NO_PROGRESS, sample, lastInteractions: 400, wentBadAt, quality: 'ok' as const };
    let recording: Promise<void> | undefined;
    const frames = await read(
      (caller) => caller.live.variants({ monitoringIds: [monitoringId] }),
      (seen) => {
        recording ??= recordProgress(world.services.db.pool, shard, [
          { monitoringId, progress, risk: 1, interactionsDue: 421.5, deadlineAt: Date.parse(deadlineAt) },
        ]).then(() => world.services.notifier.publish({ kind: 'shard_recorded' }));
        return seen.at(-1)?.variants[0]?.views === 9_000;
      },
    );
    await recording;
    expect(frames.map(({ variants: [point] }) => [point?.interactionsDue, point?.wentBadAt])).toEqual([
      [null, null],
      [421.5, new Date(wentBadAt).toISOString()],
    ]);
  });
});

/** The frames as one call brings them, each event with its id. */
async function* framesOf(caller: Caller, input: Parameters<Caller['live']['dashboard']>[0]) {
  for await (const value of await caller.live.dashboard(input)) {
    if (isTrackedEnvelope<DashboardFrame>(value)) yield { id: value[0], frame: value[1] };
    else if ('type' in value) yield { id: null, frame: value };
  }
}

describe('a viewer who reads slowly', () => {
  it('gets one frame with the latest of each session, not one for each that it missed', async () => {
    const variants = await Promise.all([aVariant(), aVariant()].map((v) => world.admin.variants.posted(v)));
    const monitoringIds = variants.map(({ monitoringId }) => monitoringId);
    const leaving = new AbortController();
    const frames = (await world.viewer(leaving.signal).live.variants({ monitoringIds }))[
      Symbol.asyncIterator
    ]();
    for (const { monitoringId, deadlineAt } of variants) await recordViews(monitoringId, 1, deadlineAt);
    await frames.next();
    for (const views of [10, 20, 30]) {
      for (const { monitoringId, deadlineAt } of variants) await recordViews(monitoringId, views, deadlineAt);
      // Another viewer, who reads at once, tells when these have been read from the database.
      await read(
        (caller) => caller.live.variants({ monitoringIds }),
        (seen) => {
          const latest = new Map(
            seen.flatMap(({ variants }) => variants.map((p) => [p.monitoringId, p.views])),
          );
          return monitoringIds.every((id) => latest.get(id) === views);
        },
      );
    }
    const { value } = await frames.next();
    expect(value?.variants.map(({ views }) => views)).toEqual([30, 30]);
    leaving.abort();
    expect(await frames.next()).toMatchObject({ done: true });
  });
});

describe('the most that one caller may have', () => {
  const open = async (caller: Caller) => {
    const stream = (await caller.live.variants({ monitoringIds: [] }))[Symbol.asyncIterator]();
    // It has begun once it is asked for a first frame, which never comes.
    return { first: stream.next() };
  };

  it('is fifty streams of a key, and one more again for each that was closed', async () => {
    const viewers = Array.from({ length: 50 }, () => new AbortController());
    const streams = await Promise.all(viewers.map(({ signal }) => open(world.viewer(signal))));
    await vi.waitFor(async () => expect(await openStreams()).toBe(50), SOON);
    const tooMany = () =>
      read(
        (caller) => caller.live.events({}),
        () => true,
      );
    expect(await refusalOf(tooMany())).toEqual({
      code: 'TOO_MANY_REQUESTS',
      message: 'key:viewer has 50 live streams open, the maximum: close one before opening another',
    });
    expect(await openStreams()).toBe(50);
    const other = (await world.callerWith('read').live.events({}))[Symbol.asyncIterator]();
    expect((await other.next()).done).toBe(false);
    await other.return?.();
    viewers[0]?.abort();
    await streams[0]?.first;
    expect(await tooMany()).not.toHaveLength(0);
    for (const viewer of viewers) viewer.abort();
    await Promise.all(streams.map(({ first }) => first));
  });

  it('is two hundred sessions of a stream', async () => {
    const monitoringIds = Array.from({ length: 201 }, () => randomUUID());
    const refusal = await refusalOf(world.admin.live.variants({ monitoringIds }));
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST' });
    expect(refusal.message).toContain('monitoringIds');
  });
});

describe('live.dashboard', () => {
  it('carries overview, points and events in one stream, and the id to resume from with each event', async () => {
    const variant = aVariant();
    const { monitoringId, deadlineAt } = await world.admin.variants.posted(variant);
    await recordViews(monitoringId, 5, deadlineAt);
    const came = await read(
      (caller) => framesOf(caller, { watch: [monitoringId] }),
      (seen) => new Set(seen.map(({ frame }) => frame.type)).size === 3,
    );
    const frames = came.map(({ frame }) => frame);
    const overview = frames.find((frame) => frame.type === 'overview');
    expect(overview?.overview.monitoring).toBeGreaterThan(0);
    const points = frames.find((frame) => frame.type === 'variants');
    expect(points?.points).toMatchObject([{ monitoringId, status: 'monitoring' }]);
    expect(came.map(({ id }) => id)).toEqual(
      frames.map((frame) => (frame.type === 'event' ? frame.event.id : null)),
    );
  });
});

describe('a new viewer of live.dashboard', () => {
  it('is shown the events of the feed, however much else has happened since, and last the newest event', async () => {
    const { pool } = world.services.db;
    const logged = (
      type: 'variant.killed' | 'variant.warned' | 'variant.monitoring_started',
      count: number,
    ) =>
      appendEvents(
        pool,
        Array.from({ length: count }, (_, number) => ({
          at: Date.now(),
          type,
          variantId: `backlog-${type}-${number}`,
          data: {},
        })),
      );
    await logged('variant.killed', 1);
    await logged('variant.warned', 100);
    await logged('variant.monitoring_started', 300);
    const last = 'backlog-variant.monitoring_started-299';
    const came = await read(
      (caller) => framesOf(caller, { watch: [] }),
      (seen) => seen.some(({ frame }) => frame.type === 'event' && frame.event.variantId === last),
    );
    const events = came.flatMap(({ frame }) => (frame.type === 'event' ? [frame.event] : []));
    const ofType = (type: string) => events.filter((event) => event.type === type);
    expect(ofType('variant.killed').map(({ variantId }) => variantId)).toContain('backlog-variant.killed-0');
    expect(ofType('variant.warned').map(({ variantId }) => variantId)).toEqual(
      Array.from({ length: 60 }, (_, number) => `backlog-variant.warned-${number + 40}`),
    );
    expect(ofType('variant.monitoring_started')).toHaveLength(1);
    expect(events.at(-1)?.variantId).toBe(last);
  });
});

describe('live.overview', () => {
  it('gives the figures at once, and again when something has happened', async () => {
    const variant = aVariant();
    let before: number | undefined;
    const frames = await read(
      (caller) => caller.live.overview(),
      (seen) => {
        const [first] = seen;
        if (before === undefined && first !== undefined) {
          before = first.monitoring;
          void world.admin.variants.posted(variant);
        }
        return seen.at(-1)?.monitoring === (before ?? 0) + 1;
      },
    );
    expect(frames.length).toBeGreaterThan(1);
  });
});

describe('a stream that has ended', () => {
  it('leaves nothing behind: no listener, no count', async () => {
    const { closing } = world.services.hub;
    expect(getEventListeners(closing, 'abort')).toHaveLength(0);
    const { monitoringId, deadlineAt } = await world.admin.variants.posted(aVariant());
    for (let round = 0; round < 20; round += 1) {
      await recordViews(monitoringId, round, deadlineAt);
      await read(
        (caller) => caller.live.dashboard({ watch: [monitoringId] }),
        (seen) => seen.length > 0,
      );
    }
    expect(getEventListeners(closing, 'abort')).toHaveLength(0);
    expect(await openStreams()).toBe(0);
  });

  it('breaks off when the process closes, whatever it waits for, so that its viewer comes back', async () => {
    const closingWorld = await createWorld();
    const never = new AbortController();
    const caller = closingWorld.viewer(never.signal);
    const streams = await Promise.all([
      caller.live.events({}),
      caller.live.overview(),
      caller.live.variants({ monitoringIds: [] }),
      caller.live.dashboard({ watch: [] }),
    ]);
    const ended = streams.map(async (stream) => {
      for await (const _ of stream);
    });
    const endings = Promise.allSettled(ended);
    await vi.waitFor(async () => {
      const { values } = await closingWorld.services.metrics.openStreams.get();
      expect(values.reduce((sum, { value }) => sum + value, 0)).toBe(4);
    }, SOON);
    const begin = performance.now();
    await closingWorld.close();
    for (const ending of await endings) {
      expect(ending).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
