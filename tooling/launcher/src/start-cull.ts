import { join } from 'node:path';
import { bootstrap } from '@cull/api';
import { openSqlDatabase } from '@cull/db';
import { waitForDatabase } from '@cull/postgres';
import { seedWeek } from '@cull/seed';
import { startPostgres } from '@cull/servers';
import { bringUpToDate } from './bring-up-to-date';
import { type Child, type ChildSpec, startChild } from './child';
import { databaseKey, readCredentials, rememberAccess } from './credentials';
import { type Logs, openLogs } from './logs';
import type { Cull, CullOptions } from './options';
import { demo, fakeThreads, type Wiring, web, workers } from './parts';
import { describeExit, PartFailed, waitUntilReady } from './ready';
import { createSupervisor, type Supervisor } from './supervisor';
import { wire } from './wiring';

/** Long enough for a slow machine's first start; a part that has ended is noticed at once. */
const READY_WITHIN_MS = 90_000;

/** For a database of somebody else's, which may just be starting. */
const DATABASE_WITHIN_MS = 60_000;

/** Of PostgreSQL's log, for the case that it ends by itself. */
const LINES_KEPT = 10;

/**
 * Starts the whole product: PostgreSQL, the Threads look-alike, worker, web and, if asked for, the demo campaign.
 * @param options Where, and against what.
 * @returns What is needed to use it and to stop it.
 * @throws PartFailed with a part's last lines when one does not become ready; everything is stopped then.
 */
export async function startCull(options: CullOptions): Promise<Cull> {
  const logs = openLogs(join(options.dataDir, 'logs'), options.onLog ?? (() => {}));
  const supervisor = createSupervisor((name, what) =>
    logs.write(name, `Warning: ${name} ${what} and is started again`),
  );
  const close = async () => {
    await supervisor.close();
    await logs.close();
  };
  const abort = () => supervisor.fail(new Error('the start was given up'));
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const cull = await supervisor.orFailure(startParts(options, logs, supervisor));
    return { ...cull, running: supervisor.running, failed: supervisor.failed, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

type Started = Omit<Cull, 'running' | 'failed' | 'close'>;

async function startParts(options: CullOptions, logs: Logs, supervisor: Supervisor): Promise<Started> {
  const step = options.step ?? ((_title, work) => work());
  const credentials = await readCredentials(options.dataDir);
  const secrets = {
    authSecret: options.authSecret ?? credentials.authSecret,
    encryptionKey: options.encryptionKey ?? credentials.encryptionKey,
  };
  const { databaseUrl, ownerUrl } = await step('Start PostgreSQL', () =>
    openDatabase(options, logs, supervisor),
  );
  const wiring = await wire(options, databaseUrl, secrets);
  const start = (spec: ChildSpec): Child => startChild(spec, (line) => logs.write(spec.name, line));
  const run = (spec: ChildSpec, mayFinish = false): Child => {
    const child = start(spec);
    supervisor.watch(child, mayFinish);
    return child;
  };
  const fake = wiring.bundledThreads ? run(fakeThreads(wiring)) : undefined;
  const directUrl = options.directDatabaseUrl ?? databaseUrl;
  await step('Bring the database up to date', async () => {
    const log = (line: string) => logs.write('migrate', line);
    const waiting = { onWait: log, giveUpAfterMs: DATABASE_WITHIN_MS, signal: options.signal };
    await waitForDatabase({ url: databaseUrl, directUrl }, waiting);
    await bringUpToDate({ ownerUrl: ownerUrl ?? directUrl, directUrl, redisUrl: options.redisUrl }, log);
  });
  if (options.seed === 'week') await step('Fill in a week', () => fillInWeek(databaseUrl, logs));
  const { signInUrl, ...access } = await step('Prepare the access', () => prepareAccess(options, wiring));

  const workerUrls = wiring.ports.workers.map((port) => `http://${wiring.localHost}:${port}`);
  const urls = {
    url: wiring.baseUrl,
    workerUrl: workerUrls[0] ?? '',
    workerUrls,
    fakeThreadsUrl: wiring.threads.apiUrl,
  };
  const count = wiring.ports.workers.length;
  await step(count === 1 ? 'Start worker and web' : `Start ${count} workers and web`, async () => {
    if (fake) await waitUntilReady(fake, `${wiring.threads.apiUrl}/readyz`, READY_WITHIN_MS);
    const begin = async (spec: ChildSpec, port: number): Promise<Child> => {
      const child = run(spec);
      await waitUntilReady(child, `http://${wiring.localHost}:${port}/readyz`, READY_WITHIN_MS);
      return child;
    };
    await Promise.all([
      ...workers(wiring).map(async ({ spec, port }) => {
        // One that never became ready has something to say; one that was is missed.
        supervisor.keep(await begin(spec, port), () => start(spec));
      }),
      begin(web(wiring), wiring.ports.web),
    ]);
  });
  const demoRuns = options.demo === true && wiring.bundledThreads && access.apiKey !== null;
  if (demoRuns && access.apiKey !== null) run(demo(wiring, access.apiKey), true);
  return { ...urls, ...access, signInUrl, databaseUrl, demoRuns };
}

/** The address of web and workers, and that of the tables' owner where it is another one. */
interface Addresses {
  readonly databaseUrl: string;
  readonly ownerUrl: string | undefined;
}

async function openDatabase(options: CullOptions, logs: Logs, supervisor: Supervisor): Promise<Addresses> {
  if (options.databaseUrl !== undefined)
    return { databaseUrl: options.databaseUrl, ownerUrl: options.ownerDatabaseUrl };
  const lines: string[] = [];
  const server = await startPostgres({
    dataDir: join(options.dataDir, 'postgres'),
    log: (line) => {
      logs.write('postgres', line);
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
    },
  });
  let stopping = false;
  supervisor.add({
    stop: () => {
      stopping = true;
      return server.close();
    },
  });
  void server.exited.then((code) => {
    const part = { name: 'postgres', lastLines: () => lines };
    if (!stopping) supervisor.fail(new PartFailed(part, describeExit({ code, signal: null })));
  });
  return { databaseUrl: server.appUrl, ownerUrl: server.url };
}

async function fillInWeek(url: string, logs: Logs): Promise<void> {
  const db = openSqlDatabase({ url, applicationName: 'cull-seed', maxConnections: 1, onError: () => {} });
  try {
    const seeded = await seedWeek(db.pool, Date.now());
    logs.write(
      'seed',
      seeded === null
        ? 'the database has variants already: nothing was added'
        : `added ${seeded.variants} variants, ${seeded.killed} of them killed`,
    );
  } finally {
    await db.close();
  }
}

/** The first admin and key of a new database, and a fresh sign-in link for any. */
async function prepareAccess(options: CullOptions, wiring: Wiring) {
  const { adminEmail, adminPassword, apiKey, resetAdmin } = options;
  const created = await bootstrap({
    databaseUrl: wiring.databaseUrl,
    secret: wiring.authSecret,
    baseUrl: wiring.baseUrl,
    adminEmail,
    adminPassword,
    apiKey,
    reset: resetAdmin,
  });
  const known = await rememberAccess(options.dataDir, databaseKey(options.databaseUrl), {
    adminEmail: created.adminEmail,
    adminPassword: created.adminPassword,
    apiKey: created.apiKey,
  });
  return { ...known, signInUrl: created.signInUrl };
}
