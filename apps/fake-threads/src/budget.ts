import { z } from 'zod';
import { createRollingCount } from './rolling-count';

const DAY_SECONDS = 86_400;
/** The documented formula: calls in 24 hours, for each time that the account's posts entered a screen. */
const CALLS_PER_IMPRESSION = 4_800;
const MIN_IMPRESSIONS = 10;

const limit = z.int().min(1).max(1_000_000_000);
export const quotasSchema = z
  .strictObject({
    /** Sets the calls by the documented formula, as if the posts had been seen so often in the last 24 hours. */
    impressions: z.int().min(0).max(100_000).optional(),
    calls: limit.optional(),
    deletes: limit.optional(),
    posts: limit.optional(),
    /** The rolling window of all three. */
    windowSeconds: z.int().min(1).max(DAY_SECONDS).optional(),
  })
  .refine(
    ({ impressions, calls }) => impressions === undefined || calls === undefined,
    'impressions or calls, not both',
  );
export type QuotasInput = z.output<typeof quotasSchema>;

/** What an account may do in a window; null: as much as it likes. */
interface Quotas {
  readonly calls: number | null;
  readonly deletes: number | null;
  readonly posts: number | null;
  readonly windowSeconds: number;
}

/** The documented limits of a profile whose posts are hardly seen. */
export const DOCUMENTED: Quotas = {
  calls: CALLS_PER_IMPRESSION * MIN_IMPRESSIONS,
  deletes: 100,
  posts: 250,
  windowSeconds: DAY_SECONDS,
};
export const UNLIMITED: Quotas = { ...DOCUMENTED, calls: null, deletes: null, posts: null };

export type Spending = 'calls' | 'deletes' | 'posts';

/** What an account has used of its quotas. */
export interface Budget {
  /** Values left out stay. What is used stays counted, unless the window changes. */
  setQuotas(changes: QuotasInput): void;
  /** Counts one, if the quota allows it. Null: allowed; otherwise the whole seconds until one is allowed again. */
  spend(what: Spending): number | null;
  used(what: Spending): number;
  quotas(): Quotas;
  /** How much of the calls is used, whole percent; null without a limit. */
  callsUsedPercent(): number | null;
  /** Whole minutes until calls are allowed again; 0 while they are. */
  minutesToRegainCalls(): number;
}

export function createBudget(now: () => number, initial: Quotas): Budget {
  let quotas = initial;
  const fresh = () => {
    const windowMs = quotas.windowSeconds * 1_000;
    return {
      calls: createRollingCount(now, windowMs),
      deletes: createRollingCount(now, windowMs),
      posts: createRollingCount(now, windowMs),
    };
  };
  let counts = fresh();
  return {
    setQuotas({ impressions, calls, ...others }) {
      const before = quotas;
      const byFormula =
        impressions === undefined ? undefined : CALLS_PER_IMPRESSION * Math.max(MIN_IMPRESSIONS, impressions);
      quotas = {
        calls: calls ?? byFormula ?? before.calls,
        deletes: others.deletes ?? before.deletes,
        posts: others.posts ?? before.posts,
        windowSeconds: others.windowSeconds ?? before.windowSeconds,
      };
      if (quotas.windowSeconds !== before.windowSeconds) counts = fresh();
    },
    spend(what) {
      const allowed = quotas[what];
      if (allowed !== null && counts[what].used() >= allowed) return counts[what].secondsUntilBelow(allowed);
      counts[what].add();
      return null;
    },
    used: (what) => counts[what].used(),
    quotas: () => quotas,
    callsUsedPercent: () => quotas.calls && Math.floor((100 * counts.calls.used()) / quotas.calls),
    minutesToRegainCalls: () =>
      quotas.calls === null ? 0 : Math.ceil(counts.calls.secondsUntilBelow(quotas.calls) / 60),
  };
}
