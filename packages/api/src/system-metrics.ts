import {
  readHalts,
  readSystemCounts,
  readSystemFigures,
  readTroubles,
  readWorkers,
  TROUBLE_KINDS,
} from '@cull/db';
import { SHARD_COUNT } from '@cull/queue';
import { presentAccounts } from './accounts/present-account';
import type { Services } from './context';
import type { SystemGauges } from './system-gauges';

const WORKER_SEEN_WITHIN_MS = 30_000;
const TICKED_WITHIN_MS = 10_000;
/** Sooner than Prometheus gives up on a scrape. */
const READ_WITHIN_MS = 5_000;
const UNUSABLE: ReadonlySet<string> = new Set(['token_invalid', 'unreachable']);

/**
 * Sets the gauges of the system by what the database and the queue say now. Where one of them can't be read, its gauges are absent
 * and not of the past.
 */
export async function refreshSystemGauges(services: Services): Promise<void> {
  const { system } = services.metrics;
  const [figures, depths] = await Promise.all([
    unlessLate(readAll(services)).catch((error: unknown) => {
      services.log.warn({ error }, 'the figures of the system cannot be read');
      return null;
    }),
    services.producer.depths().catch(() => null),
  ]);
  for (const gauge of Object.values(system)) gauge.reset();
  system.databaseRead.set(figures === null ? 0 : 1);
  if (figures !== null) setFigures(system, figures, services.now());
  else for (const gauge of WITHOUT_LABELS) system[gauge].remove();
  system.queueUp.set(depths === null ? 0 : 1);
  for (const [queue, { oldestAt, ...jobs }] of Object.entries(depths ?? {})) {
    for (const [state, count] of Object.entries(jobs)) system.queueJobs.set({ queue, state }, count);
    system.queueWait.set({ queue }, oldestAt === null ? 0 : Math.max(0, services.now() - oldestAt) / 1000);
  }
}

const WITHOUT_LABELS = [
  'approvalsWaiting',
  'approvalWait',
  'failedKillSteps',
  'workers',
  'unattendedShards',
  'deliveriesWaiting',
  'deliveryWait',
  'databaseBytes',
] as const satisfies readonly (keyof SystemGauges)[];

type Figures = Awaited<ReturnType<typeof readAll>>;

async function readAll(services: Services) {
  const { reading, now } = services;
  const at = now();
  const [halts, troubles, workers, counts, figures, accounts] = await Promise.all([
    readHalts(reading.pool, at),
    readTroubles(reading.pool),
    readWorkers(reading.pool, at),
    readSystemCounts(reading.pool, at),
    readSystemFigures(reading.pool, at),
    presentAccounts({ ...services, db: reading }),
  ]);
  return { halts, troubles, workers, counts, figures, accounts };
}

function setFigures(
  system: SystemGauges,
  { halts, troubles, workers, counts, figures, accounts }: Figures,
  now: number,
): void {
  for (const kind of ['paused', 'breaker'] as const) {
    for (const scope of ['global', 'persona', 'source'] as const) {
      const covered = halts.filter((halt) => halt.kind === kind && scopeOf(halt) === scope);
      system.suspensions.set({ kind, scope }, covered.length);
    }
  }
  for (const kind of TROUBLE_KINDS)
    system.troubles.set({ kind }, troubles.filter((trouble) => trouble.kind === kind).length);
  system.workers.set(workers.filter(({ seenAt }) => now - seenAt < WORKER_SEEN_WITHIN_MS).length);
  const attended = counts.shards.filter(({ tickedAt }) => now - tickedAt < TICKED_WITHIN_MS).length;
  system.unattendedShards.set(SHARD_COUNT - attended);
  system.approvalsWaiting.set(counts.waitingForApproval);
  system.approvalWait.set(figures.approvalOldestSeconds);
  system.failedKillSteps.set(counts.failedKillSteps);
  for (const { kind, state, count } of figures.channels) system.channels.set({ kind, state }, count);
  system.deliveriesWaiting.set(figures.deliveriesWaiting);
  system.deliveryWait.set(figures.deliveryOldestSeconds);
  system.databaseBytes.set(figures.databaseBytes);
  for (const account of accounts) setAccount(system, account);
}

function setAccount(system: SystemGauges, account: Figures['accounts'][number]): void {
  const { accountId, state, live, checksPerSecond, usedPercent, calls, deletes, tokenExpiresAt } = account;
  const labels = { account: accountId };
  system.accountUp.set(labels, UNUSABLE.has(state) ? 0 : 1);
  system.accountState.set({ ...labels, state }, 1);
  system.accountLive.set(labels, live);
  system.accountChecks.set(labels, checksPerSecond);
  if (usedPercent !== null) system.accountRateUsed.set(labels, usedPercent / 100);
  if (calls.limit) system.accountCallsUsed.set(labels, calls.used / calls.limit);
  if (deletes.limit) system.accountDeletesUsed.set(labels, deletes.used / deletes.limit);
  if (tokenExpiresAt !== null) system.tokenExpiry.set(labels, Date.parse(tokenExpiresAt) / 1000);
}

function scopeOf({ personaId, source }: Figures['halts'][number]): 'global' | 'persona' | 'source' {
  if (source !== null) return 'source';
  return personaId === null ? 'global' : 'persona';
}

/** @throws Where the database takes longer than a scrape can wait. */
async function unlessLate<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${READ_WITHIN_MS} ms`)), READ_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
