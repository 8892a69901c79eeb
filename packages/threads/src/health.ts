import type { ThreadsFailure } from './errors';

/** How the source is doing; instants are epoch milliseconds. */
export interface SourceHealth {
  readonly state: 'healthy' | 'slow_down' | 'unhealthy';
  /** Since when it has been in this state. */
  readonly since: number;
  /** What is wrong, in words; null while healthy. */
  readonly detail: string | null;
  /** When it will be asked again; null if it is not held back. */
  readonly retryAt: number | null;
  /** How much of the rate limit is used, in per cent; null where the source has not told lately. */
  readonly usedPercent: number | null;
}

export interface HealthRecord {
  current(): SourceHealth;
  /** Notes what an answer told of the rate limit. */
  used(percent: number): void;
  served(): void;
  failed(failure: ThreadsFailure): void;
}

/** One lost request is noise; so many in a row without an answer in between are a source that is down. */
const FAILURES_IN_A_ROW = 3;
/** Not every answer tells how much of the rate limit is used; what was told longer ago than this says little. */
const USAGE_HOLDS_MS = 300_000;

/** Keeps what the last answers say about the source. A post that is gone, or a cancelled request, says nothing bad. */
export function createHealthRecord(now: () => number): HealthRecord {
  let health: Omit<SourceHealth, 'usedPercent'> = {
    state: 'healthy',
    since: now(),
    detail: null,
    retryAt: null,
  };
  let usage = { percent: 0, at: Number.NEGATIVE_INFINITY };
  let failures = 0;
  const enter = (state: SourceHealth['state'], detail: string | null, retryAt: number | null) => {
    health = { state, since: health.state === state ? health.since : now(), detail, retryAt };
  };
  return {
    current: () => ({ ...health, usedPercent: now() - usage.at < USAGE_HOLDS_MS ? usage.percent : null }),
    used(percent) {
      usage = { percent, at: now() };
    },
    served() {
      failures = 0;
      // A late answer to an earlier request must not hide that the source is holding us back.
      if (health.state === 'slow_down' && (health.retryAt ?? 0) > now()) return;
      if (health.state !== 'healthy') enter('healthy', null, null);
    },
    failed(failure) {
      if (failure.code === 'rate_limited') return enter('slow_down', failure.detail, failure.retryAt);
      if (failure.code === 'token_invalid') return enter('unhealthy', failure.detail, null);
      if (failure.code === 'post_gone') return;
      if (failure.code === 'unavailable' && failure.cause === 'cancelled') return;
      failures += 1;
      if (failures >= FAILURES_IN_A_ROW) enter('unhealthy', failure.detail, null);
    },
  };
}
