import { setTimeout as pause } from 'node:timers/promises';
import type { Cull } from '@cull/launcher';
import type pg from 'pg';
import { withDatabase } from './database';
import { type DropCampaign, startDropCampaign } from './drop-campaign';
import { type BenchAccount, beginTrouble, connectAccounts } from './far-accounts';
import { callsPerWindow, type HealthyVariants, postHealthy } from './far-traffic';
import { describeLatency } from './latency';
import type { BenchOptions } from './options';
import { type Summary, summarize } from './percentiles';
import { printResult } from './result';
import { printTable } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

/** A third of the variants drops, up to so many of an account. */
const DROPPING_SHARE = 1 / 3;
const MAX_DROPPING = 500;
const VIEWS_PER_MINUTE = [600, 3_600] as const;

interface Campaign extends BenchAccount {
  readonly drops: DropCampaign;
}

/**
 * Kills at a source that is far away: from the kill criterion first holding at the source to all kill steps done, for each
 * account; and how many calls a healthy variant costs in its window, counted at the source.
 */
export function farSource(options: BenchOptions): Promise<void> {
  const { latency, workers, queue } = options;
  const setup = {
    latency,
    batch: options.batch ?? false,
    workers: workers[0] ?? 1,
    queue: queue?.[0] ?? DEFAULT_QUEUE,
  };
  return withCull((cull) => withDatabase(cull.databaseUrl, (db) => measure(cull, db, options)), setup);
}

async function measure(cull: Cull, db: pg.Pool, options: BenchOptions): Promise<void> {
  const { live, latency, batch = false, trouble, observe, json } = options;
  const accounts = await connectAccounts(cull, options.accounts, trouble);
  const perAccount = Math.floor(live / accounts.length);
  const dropping = Math.min(MAX_DROPPING, Math.round(perAccount * DROPPING_SHARE));
  const healthy: HealthyVariants[] = [];
  const campaigns: Campaign[] = [];
  for (const account of accounts) {
    const { accountId } = account;
    for (const views of VIEWS_PER_MINUTE) {
      const count = Math.round((perAccount - dropping) / VIEWS_PER_MINUTE.length);
      const variants = await postHealthy(cull, count, views, accountId);
      // What a variant costs that can't be read says nothing.
      if (account.trouble === null) healthy.push(variants);
    }
    const drops = await startDropCampaign(cull, db, { live: dropping, dropping, accountId });
    campaigns.push({ ...account, drops });
  }
  const begunAt = performance.now();
  await beginTrouble(cull, accounts);
  const kills: Record<string, Summary> = {};
  const well = campaigns.filter((campaign) => campaign.trouble === null);
  await Promise.all(
    well.map(async ({ label, drops }) => {
      const times = await drops.killed();
      kills[`${label}, observed`] = summarize(times.map(({ observed }) => observed));
      kills[`${label}, all steps done`] = summarize(times.map(({ completed }) => completed));
    }),
  );
  await pause(Math.max(0, observe * 1_000 - (performance.now() - begunAt)));
  const calls: Record<string, Summary> = {};
  for (const variants of healthy) {
    const name = `${variants.viewsPerMinute.toLocaleString('en')} views a minute`;
    const summary = await callsPerWindow(cull, db, variants);
    // With several accounts, the one that costs most is shown.
    if ((calls[name]?.p50 ?? 0) < summary.p50) calls[name] = summary;
  }
  const troubles = accounts.filter((account) => account.trouble !== null);
  const how = `${live} live, ${describeLatency(latency)}, ${batch ? 'in batches' : 'one by one'}, ${accounts.length} accounts`;
  process.stdout.write(
    `  ${[how, ...troubles.map((account) => `${account.label}: ${account.trouble}`)].join('; ')}\n`,
  );
  printTable('ms after the criterion held at the source', kills);
  printTable('calls of a healthy variant in 10 min', calls);
  if (json)
    printResult('far-source', { live, latency, batch, accounts: accounts.length, trouble, kills, calls });
}
