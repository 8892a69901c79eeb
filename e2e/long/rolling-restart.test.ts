import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cull, startCull } from '@cull/launcher';
import { freePort } from '@cull/servers';
import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { followKills } from './followed-kills';
import { API_KEY, startLoad } from './load';
import { startRoundRobin } from './round-robin';
import { spawnWeb } from './web-process';

/** A kill is late beyond this; the product's promise is 5 s. */
const KILLED_WITHIN_MS = 3_000;
/** Where others keep more of the processors than this busy, nobody is held to a time. */
const MAY_BE_BUSY = 0.5;
/** From the word to stop to the next process that is ready. */
const RESTARTED = { timeout: 60_000, interval: 250 };
/** A step whose worker died with it is taken up after half a minute. */
const KILLED = { timeout: 90_000, interval: 250 };

/** Two web processes behind a load balancer, and two workers that a supervisor starts again. */
async function aFleet() {
  const dataDir = await mkdtemp(join(tmpdir(), 'cull-rolling-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const authSecret = randomBytes(32).toString('hex');
  const encryptionKey = randomBytes(32).toString('base64');
  const env = { CALLS_PER_MINUTE: '1000000' };
  const cull = await startCull({ dataDir, workers: 2, apiKey: API_KEY, authSecret, encryptionKey, env });
  onTestFinished(() => cull.close());
  const port = await freePort();
  const ports = [await freePort(), await freePort()];
  const startWeb = (onPort: number) =>
    spawnWeb({
      ...env,
      DATABASE_URL: cull.databaseUrl,
      THREADS_API_URL: cull.fakeThreadsUrl,
      CULL_AUTH_SECRET: authSecret,
      CULL_ENCRYPTION_KEY: encryptionKey,
      CULL_URL: `http://127.0.0.1:${port}`,
      HOST: '127.0.0.1',
      PORT: String(onPort),
    });
  const webs = await Promise.all(ports.map(startWeb));
  onTestFinished(async () => void (await Promise.all(webs.map((web) => web.stop()))));
  const balancer = await startRoundRobin(port, ports);
  onTestFinished(() => balancer.close());
  return {
    cull,
    balancer,
    restartWebs: async () => {
      for (const [index, onPort] of ports.entries()) {
        await webs[index]?.stop();
        webs[index] = await startWeb(onPort);
        // The other one leaves once this one is back.
        await vi.waitFor(() => expect(balancer.ready()).toEqual(ports), RESTARTED);
      }
    },
  };
}

/** Ends the workers one after the other, as a roll-out does. */
async function restartWorkers(cull: Cull): Promise<void> {
  for (const [index, url] of cull.workerUrls.entries()) {
    const pidOf = () => cull.running().find(({ name }) => name === `worker-${index + 1}`)?.pid;
    const pid = pidOf();
    if (pid === undefined) throw new Error(`worker-${index + 1} does not run`);
    process.kill(pid, 'SIGTERM');
    await vi.waitFor(async () => {
      expect(pidOf()).toBeTypeOf('number');
      expect(pidOf()).not.toBe(pid);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    }, RESTARTED);
  }
}

/** Waits until every variant's kill is complete. @returns How long after it went bad, in milliseconds, the latest last. */
async function killsOf(db: pg.Client, wentBadAt: ReadonlyMap<string, number>) {
  return vi.waitFor(async () => {
    const { rows: complete } = await db.query<{ variantId: string; decided: number; completed: number }>(
      `SELECT variant_id AS "variantId", extract(epoch FROM decided_at)::float8 * 1000 AS decided,
              extract(epoch FROM completed_at)::float8 * 1000 AS completed
       FROM variant_monitoring WHERE status = 'killed' AND completed_at IS NOT NULL`,
    );
    const ids = new Set(complete.map(({ variantId }) => variantId));
    expect([...wentBadAt.keys()].filter((variantId) => !ids.has(variantId))).toEqual([]);
    const after = (of: (row: (typeof complete)[number]) => number) =>
      complete
        .map((row) => Math.round(of(row) - (wentBadAt.get(row.variantId) ?? Number.NaN)))
        .toSorted((a, b) => a - b);
    return { decided: after((row) => row.decided), completed: after((row) => row.completed) };
  }, KILLED);
}

/** @returns What part of the processors was busy over two seconds. */
async function busyShare(): Promise<number> {
  const read = () =>
    cpus().reduce(
      ({ idle, all }, { times }) => ({
        idle: idle + times.idle,
        all: all + times.idle + times.user + times.sys + times.nice + times.irq,
      }),
      { idle: 0, all: 0 },
    );
  const before = read();
  await pause(2_000);
  const after = read();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

const at = (sorted: readonly number[], part: number) => sorted[Math.floor((sorted.length - 1) * part)];

it('of webs and workers under load: no call is refused, and no kill is lost, told twice or late', async () => {
  const busy = await busyShare();
  const { cull, balancer, restartWebs } = await aFleet();
  const db = new pg.Client({ connectionString: cull.databaseUrl });
  await db.connect();
  onTestFinished(() => db.end());
  const kills = followKills(balancer.url);
  const load = startLoad(balancer.url);
  try {
    await Promise.all([restartWebs(), restartWorkers(cull)]);
    await pause(2_000);
  } finally {
    await load.stop();
  }
  const { decided, completed } = await killsOf(db, load.wentBadAt);
  await vi.waitFor(() => expect(kills.told.size).toBe(load.wentBadAt.size), KILLED);
  const opened = await kills.stop();
  const seconds = (ms = Number.NaN) => `${(ms / 1000).toFixed(1)} s`;
  process.stdout.write(
    `| two webs and two workers restart one after the other, ${load.answered()} calls answered, ${load.refused.length} refused ` +
      `(decided p50 ${seconds(at(decided, 0.5))}, p99 ${seconds(at(decided, 0.99))}; complete p50 ${seconds(at(completed, 0.5))}, ` +
      `p99 ${seconds(at(completed, 0.99))}; ${Math.round(busy * 100)}% of the processors were busy before) ` +
      `| ${completed.length} | – | ${seconds(at(completed, 1))} | – |\n`,
  );
  // The first few say what it was.
  expect([...balancer.failures, ...load.refused].slice(0, 10)).toEqual([]);
  expect([...kills.told].filter(([, times]) => times > 1)).toEqual([]);
  expect(opened).toBeGreaterThan(1);
  if (busy < MAY_BE_BUSY) expect(at(completed, 1)).toBeLessThan(KILLED_WITHIN_MS);
});
