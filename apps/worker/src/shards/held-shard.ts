import { setTimeout as pause } from 'node:timers/promises';
import {
  type Consumers,
  createBatcher,
  NotNowError,
  type Payload,
  SAMPLE_JOBS_AT_ONCE,
  SHARD_COUNT,
} from '@cull/queue';
import type { WorkerContext } from '../context';
import { createShardTicker, type PushedSample, type ShardTicker } from '../tick';
import { coalesce } from './coalesce';
import { isNotHeld, NotHeldError, type ShardHold } from './hold';
import { startTicking } from './timer';

/** A write that hangs keeps no shard from moving on: the database lets nobody have it before that is over. */
const LET_GO_WITHIN_MS = 1_500;

/** Jobs of pushed samples that came while others were taken; one that waits longer is tried again later. */
const TOGETHER = { maxItems: SAMPLE_JOBS_AT_ONCE, maxRunning: 1, maxWaitMs: 10_000 } as const;

/** What a held shard needs besides the context. */
export interface HeldShardOptions {
  readonly pollIntervalMs: number;
  readonly consumers: Pick<Consumers, 'openSamples'>;
  /** Called after each completed tick. */
  readonly onTick: (timing: { readonly lagMs: number; readonly tookMs: number }) => void;
  /** Called after each evaluation of the shard's sessions. */
  readonly onPulse: () => void;
}

/** A shard while this worker holds it: its timer, its pushed samples and its memory. */
export interface HeldShard {
  readonly hold: ShardHold;
  readonly ticker: ShardTicker;
  /** Ends all work on it. @param isLost Whether another worker has it already, so that nothing is waited for. */
  close(isLost: boolean): Promise<void>;
}

export function startHeldShard(
  context: WorkerContext,
  hold: ShardHold,
  { pollIntervalMs, consumers, onTick, onPulse }: HeldShardOptions,
): HeldShard {
  const { sourceWatch, metrics, log } = context;
  const { shard } = hold.token;
  const ticker = createShardTicker(context, hold, pollIntervalMs);
  const completed = async (work: Promise<void>) => {
    try {
      await work;
      onPulse();
      return true;
    } catch (error) {
      if (isNotHeld(error)) return false;
      metrics.jobErrors.inc({ queue: 'ticks' });
      log.error({ error, shard }, 'a tick failed');
      return false;
    }
  };
  const stopTicking = startTicking({
    intervalMs: pollIntervalMs,
    phaseMs: (shard * pollIntervalMs) / SHARD_COUNT,
    tick: () => completed(ticker.tick()),
    onTick,
  });
  const take = createBatcher<readonly PushedSample[], void>({
    ...TOGETHER,
    run: async (jobs) => {
      const samples = coalesce(jobs);
      metrics.coalescedSamples.inc(jobs.flat().length - samples.length);
      await ticker.takeSamples(samples);
      return jobs.map(() => undefined);
    },
  });
  let leave = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(new NotHeldError(hold.token));
  });
  left.catch(() => {});
  const samples = consumers.openSamples(shard, async ({ samples }: Payload<'samples'>) => {
    // Without samples the shard's sessions are looked at again, which is more than samples ask for.
    const taken = samples.length === 0 ? ticker.takeSamples([]) : take(samples);
    await Promise.race([taken, left]).catch((error: unknown) => {
      throw isNotHeld(error) ? new NotNowError() : error;
    });
  });
  return {
    hold,
    ticker,
    close: async (isLost) => {
      stopTicking();
      void samples
        .close()
        .catch((error: unknown) => log.warn({ error, shard }, 'the samples of a shard did not close'));
      const ended = ticker.close();
      if (!isLost) await Promise.race([ended, pause(LET_GO_WITHIN_MS, undefined, { ref: false })]);
      // What is still under way goes back, for the next holder: it takes nothing twice, since counters are totals.
      leave();
      for (const gauge of [metrics.liveSessions, metrics.blindSessions])
        gauge.remove({ shard: String(shard) });
      sourceWatch.forget(shard);
    },
  };
}
