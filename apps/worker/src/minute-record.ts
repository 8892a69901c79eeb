import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { WorkerMinute } from '@cull/db';

const MINUTE_MS = 60_000;

/** What a worker did since the minute began. Histograms, since a worker may make thousands of calls a second. */
export class MinuteRecord {
  readonly #now: () => number;
  readonly #lag = createHistogram();
  readonly #took = createHistogram();
  readonly #calls = createHistogram();
  #minute: number;

  /** @param now Epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.#minute = Math.floor(now() / MINUTE_MS);
  }

  /** Takes in a tick: how late it began and how long it took, in milliseconds. */
  ticked(lagMs: number, tookMs: number): void {
    this.#turn();
    record(this.#lag, lagMs);
    record(this.#took, tookMs);
  }

  /** Takes in an answer of a source. */
  called(tookMs: number): void {
    this.#turn();
    record(this.#calls, tookMs);
  }

  /** What there is of the present minute. */
  summary(): Omit<WorkerMinute, 'workerId'> {
    this.#turn();
    return {
      at: this.#minute * MINUTE_MS,
      ticks: this.#took.count,
      lagP95: p95(this.#lag),
      tookP95: p95(this.#took),
      sourceCalls: this.#calls.count,
      sourceP95: p95(this.#calls),
    };
  }

  #turn(): void {
    const minute = Math.floor(this.#now() / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#minute = minute;
    for (const histogram of [this.#lag, this.#took, this.#calls]) histogram.reset();
  }
}

/** The library takes whole numbers from 1 on: everything is one more in there. */
function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(0, Math.round(ms)) + 1);
}

function p95(histogram: RecordableHistogram): number | null {
  return histogram.count === 0 ? null : histogram.percentile(95) - 1;
}
