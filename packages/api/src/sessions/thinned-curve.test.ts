import { DEFAULT_POLICY, ReactionEstimator } from '@cull/core';
import { type Audience, seeded, simulate } from '@cull/core/testing';
import {
  ensurePartitions,
  insertSnapshots,
  readRecordings,
  readSessionById,
  SNAPSHOTS,
  THINNING_TOLERANCE,
  thinSnapshots,
} from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVariant, createWorld, type World } from '../../test/world';
import { readCurve } from './curve';

const DAY_MS = 86_400_000;
const DAY = Date.UTC(2026, 0, 2);
const WINDOW_SECONDS = 600;
const EXPECTED = 0.06;
/** Points that the dashboard asks for, and pixels of a wide chart. */
const MAX_POINTS = 600;
const WIDTH = 1200;
/** The chart shows nothing above. */
const TOP = 1.5 * EXPECTED;
/** How far a line may move, as a share of the expected ER. */
const TOLERANCE = { engagementRate: THINNING_TOLERANCE + 1e-9, upperBound: 0.03 } as const;
type Figure = keyof typeof TOLERANCE;
type Curve = Awaited<ReturnType<typeof readCurve>>;

const ORDINARY: Audience = { viewsPerMinute: 900, engagementRate: 0.07, lagSeconds: 5, clustered: false };
const AUDIENCES: Readonly<Record<string, Audience>> = {
  healthy: ORDINARY,
  clustered: { ...ORDINARY, viewsPerMinute: 1_500, engagementRate: 0.05, clustered: true },
  loser: { ...ORDINARY, engagementRate: 0.02 },
  silent: { ...ORDINARY, engagementRate: 0 },
  quiet: { ...ORDINARY, viewsPerMinute: 30 },
  busy: { ...ORDINARY, viewsPerMinute: 12_000 },
  drop: { ...ORDINARY, viewsPerMinute: 3_000, change: { at: 250, engagementRate: 0 } },
  burst: { ...ORDINARY, burst: { at: 300, seconds: 15, factor: 10 } },
};
const SEEDS = [1, 2, 3];
const SESSIONS = Object.entries(AUDIENCES).flatMap(([name, audience]) =>
  SEEDS.map((seed) => ({ name, audience, seed })),
);

let now = DAY + DAY_MS;
let world: World;
beforeAll(async () => {
  world = await createWorld(() => now);
  await ensurePartitions(world.services.db.pool, SNAPSHOTS, DAY);
});
afterAll(() => world.close());

/** A variant that was read once a second to the end of its window. */
async function recorded({ name, audience, seed }: (typeof SESSIONS)[number]): Promise<string> {
  const startedAt = DAY + seed * 3_600_000;
  const values = { personaId: name, postedAt: new Date(startedAt).toISOString(), source: 'push' } as const;
  const { monitoringId } = await world.admin.variants.posted(
    aVariant({ ...values, expectedEngagementRate: EXPECTED }),
  );
  let last = '';
  const changes = [...simulate(audience, WINDOW_SECONDS, seeded(11, seed))].flatMap((counters, second) => {
    const before = last;
    last = JSON.stringify(counters);
    const observedAt = startedAt + (second + 1) * 1000;
    return before === last ? [] : [{ ...counters, monitoringId, observedAt }];
  });
  await insertSnapshots(world.services.db.pool, changes);
  return monitoringId;
}

async function curveOf(monitoringId: string): Promise<Curve> {
  const row = await readSessionById(world.services.db, monitoringId);
  if (row === null) throw new Error('the session is gone');
  return readCurve(world.services.db, row, DEFAULT_POLICY, { maxPoints: MAX_POINTS, now: row.deadlineAt });
}

/** What another policy would have done with the persona's variants. */
async function previewOf(id: string) {
  const { total } = await world.admin.thresholds.preview({
    scope: { type: 'persona', id },
    values: { belowThreshold: { enabled: false } },
    since: new Date(DAY).toISOString(),
  });
  return total;
}

async function delayOf(personaId: string) {
  const estimator = new ReactionEstimator();
  const filter = { scopeType: 'persona', scopeId: personaId, since: DAY, limit: 100 } as const;
  for await (const { session, samples } of readRecordings(world.services.db.pool, filter, now))
    estimator.add(session.startedAt, samples);
  return estimator.estimate()?.delay.meanSeconds ?? null;
}

/** A line as it is drawn: its height at each pixel column; NaN where it is not drawn. */
function drawn({ points }: Curve, figure: Figure, [from, to]: readonly [number, number]): number[] {
  const line = points.flatMap((point) => {
    const y = point[figure];
    return y === null ? [] : [{ x: Date.parse(point.at), y: Math.min(y, TOP) }];
  });
  let index = 0;
  return Array.from({ length: WIDTH }, (_, column) => {
    const x = from + ((to - from) * column) / (WIDTH - 1);
    while ((line[index + 1]?.x ?? Number.POSITIVE_INFINITY) <= x) index += 1;
    const left = line[index];
    const right = line[index + 1] ?? left;
    if (left === undefined || right === undefined || x < left.x) return Number.NaN;
    return left.y + ((right.y - left.y) * (x - left.x)) / Math.max(1, right.x - left.x);
  });
}

/** The largest distance of two lines, as a share of the expected ER; infinite where one of them alone is drawn. */
function distance(was: readonly number[], is: readonly number[]): number {
  return was.reduce((largest, y, column) => {
    const other = is[column] ?? Number.NaN;
    if (Number.isNaN(y) && Number.isNaN(other)) return largest;
    const off = Math.abs(y - other) / EXPECTED;
    return Math.max(largest, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
  }, 0);
}

it('thinned readings show the same curve, replay to the same ends and teach the same delays', async () => {
  const ids: string[] = [];
  for (const session of SESSIONS) ids.push(await recorded(session));
  const { pool } = world.services.db;
  await pool.query(`UPDATE variant_monitoring SET status = 'timed_out', ended_at = deadline_at`);
  const read = async () => {
    const curves: Curve[] = [];
    for (const id of ids) curves.push(await curveOf(id));
    const personas = new Map<string, readonly [Awaited<ReturnType<typeof previewOf>>, number | null]>();
    for (const name of Object.keys(AUDIENCES))
      personas.set(name, [await previewOf(name), await delayOf(name)]);
    return { curves, personas };
  };
  now = DAY + 3 * DAY_MS;
  const before = await read();
  const thinned = await thinSnapshots(pool, now, () => true);
  expect(thinned.kept).toBeLessThan(thinned.read / 2);
  const after = await read();

  const moved = before.curves.flatMap((was, index) => {
    const is = after.curves[index];
    const { name, seed } = SESSIONS[index] ?? {};
    const span = [Date.parse(was.points[0]?.at ?? ''), Date.parse(was.points.at(-1)?.at ?? '')] as const;
    if (is === undefined) throw new Error(`the curve of ${name} ${seed} is gone`);
    return (['engagementRate', 'upperBound'] as const)
      .map((figure) => ({ figure, off: distance(drawn(was, figure, span), drawn(is, figure, span)) }))
      .filter(({ figure, off }) => off > TOLERANCE[figure])
      .map((line) => ({ name, seed, ...line }));
  });
  expect(moved).toEqual([]);
  for (const [name, [{ viewsAfterKill, ...counts }, delay]] of before.personas) {
    const [preview, delayAfter] = after.personas.get(name) ?? [];
    expect(preview).toMatchObject(counts);
    // A kill may come up to a stretch of ten seconds sooner or later.
    const off = (preview?.viewsAfterKill.before ?? 0) - viewsAfterKill.before;
    expect(Math.abs(off)).toBeLessThanOrEqual(0.03 * viewsAfterKill.before);
    expect(delayAfter === null).toBe(delay === null);
    expect(Math.abs((delayAfter ?? 0) - (delay ?? 0))).toBeLessThanOrEqual(1);
  }
}, 120_000);
