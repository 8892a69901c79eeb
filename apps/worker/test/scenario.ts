import { setTimeout as pause } from 'node:timers/promises';
import { type Database, migrate, openDatabase } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { expect, type TestContext, vi } from 'vitest';
import { type Campaign, judge, startCampaign, type Verdict } from './campaign';
import { type Occupied, spawnWorker, type WorkerProcess } from './processes';
import type { Source } from './source';
import { overrideAll } from './world';

/** A step that two workers died with is taken up after half a minute. */
export const STEP_PATIENCE = { timeout: 90_000, interval: 250 };

/** `npm run test:long` plays each fault at length; otherwise for as long as it takes to hit something. */
export const IS_LONG = process.env['CULL_TEST_LENGTH'] === 'long';
export const CAMPAIGN = IS_LONG ? { pairs: 160, seconds: 60 } : { pairs: 16, seconds: 6 };

/** A database of a scenario's own, and workers on it that end with the test. */
export interface Scenario {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly source: Source;
  /** Starts one more worker, of this version or from another bundle. */
  worker(bundle?: string): Promise<WorkerProcess>;
}

/** @param own The scenario's: what workers are given besides, and where its database is. */
export async function aScenario(
  { onTestFinished }: TestContext,
  source: Source,
  own: {
    readonly variables?: Readonly<Record<string, string>>;
    /** Of a server of its own. */
    readonly databaseUrl?: string;
    /** How workers reach the database; directly where it is left out. */
    readonly wayUrl?: string;
  } = {},
): Promise<Scenario> {
  const databaseUrl = own.databaseUrl ?? (await testDatabase());
  await migrate(databaseUrl);
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-recovery-test',
    maxConnections: 4,
    onError: () => {},
  });
  onTestFinished(() => db.close());
  // Counters that are set by hand jump: no pace foretells them.
  await overrideAll(db, { maxCheckIntervalSeconds: 1 });
  const variables = {
    DATABASE_URL: own.wayUrl ?? databaseUrl,
    THREADS_API_URL: source.url,
    ...own.variables,
  };
  return {
    db,
    databaseUrl,
    source,
    worker: async (bundle) => {
      const worker = await spawnWorker(variables, bundle);
      onTestFinished(async () => void (await worker.end('SIGKILL')));
      return worker;
    },
  };
}

/** Waits for the campaign's end, holds every session against what has to be true of it, and tells how late the latest was. */
export async function expectAllWell(db: Database, campaign: Campaign, what: string): Promise<void> {
  tell(what, cellsOf(await judgeAtTheEnd(db, campaign)));
}

async function judgeAtTheEnd(db: Database, campaign: Campaign, faultEndedAt?: number): Promise<Verdict> {
  await campaign.played;
  await pause(Math.max(0, campaign.overAt - Date.now()));
  await vi.waitFor(async () => expect((await judge(db, campaign)).wrong).toEqual([]), STEP_PATIENCE);
  const verdict = await judge(db, campaign, faultEndedAt);
  expect(verdict.sessions).toBe(campaign.healthy.length + campaign.wentBadAt.size);
  return verdict;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function cellsOf({ sessions, latestTimeOutMs, latestKillMs }: Verdict): readonly string[] {
  return [String(sessions), seconds(latestTimeOutMs), seconds(latestKillMs)];
}

/** One line of a table. */
function tell(what: string, cells: readonly string[]): void {
  process.stdout.write(`| ${[what, ...cells].join(' | ')} |\n`);
}

/** Sessions of each of these faults: enough that some are due at every moment of it. */
const LONG_FAULT = { pairs: 60, seconds: 30 };
/** Connections that were opened for a rush close after some seconds. */
const SETTLED = { timeout: 60_000, interval: 500 };
/** Open files of a worker differ by so many while nothing happens to it. */
const FILES_MAY_GROW = 12;
/** Memory that a worker may keep after a fault: V8 gives back late what a rush has taken. */
const MEGABYTES_MAY_GROW = 96;

/**
 * Plays one fault while variants of a campaign go bad and reach their deadlines: half a minute in which a third passes
 * before it. Afterward every session must have ended once and completely, and every worker that lives must be as large as before.
 * @param fault Resolves when it is over.
 */
export async function playFault(
  { db, source }: Scenario,
  what: string,
  workers: readonly WorkerProcess[],
  fault: () => Promise<unknown>,
): Promise<void> {
  // One that has just started has opened little of what it opens for work.
  await playQuietly(db, source);
  const before = await Promise.all(workers.map((worker) => worker.occupied()));
  const campaign = await startCampaign(db, source, LONG_FAULT);
  await pause((LONG_FAULT.seconds * 1_000) / 3);
  await fault();
  const verdict = await judgeAtTheEnd(db, campaign, Date.now());
  const grown = await vi.waitFor(async () => {
    const growths = await Promise.all(workers.map((worker, index) => growthOf(worker, before[index])));
    for (const { files, megabytes } of growths) {
      expect(files).toBeLessThanOrEqual(FILES_MAY_GROW);
      expect(megabytes).toBeLessThanOrEqual(MEGABYTES_MAY_GROW);
    }
    return growths;
  }, SETTLED);
  const most = (values: readonly number[]) => `${Math.max(...values).toFixed(0)}`;
  tell(what, [
    ...cellsOf(verdict),
    seconds(verdict.recoveredMs),
    most(grown.map(({ files }) => files)),
    `${most(grown.map(({ megabytes }) => megabytes))} MB`,
  ]);
}

async function playQuietly(db: Database, source: Source): Promise<void> {
  const campaign = await startCampaign(db, source, { pairs: 10, seconds: 3 });
  await campaign.played;
  await vi.waitFor(async () => expect((await judge(db, campaign)).wrong).toEqual([]), STEP_PATIENCE);
}

/** How much larger a worker is than before; no larger where this system tells nothing. */
async function growthOf(worker: WorkerProcess, before: Occupied | null | undefined): Promise<Occupied> {
  const after = await worker.occupied();
  if (!before || !after) return { files: 0, megabytes: 0 };
  return { files: after.files - before.files, megabytes: after.megabytes - before.megabytes };
}
