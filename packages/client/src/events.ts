interface OfAccount {
  /** `default` for the environment's account. */
  readonly accountId: string;
  readonly account: string;
  /** All of it in a sentence. */
  readonly text: string;
}

/** Of an account, or with null of Cull as a whole. */
interface OfEngine extends Pick<OfAccount, 'text'> {
  readonly accountId: string | null;
  readonly account: string | null;
}

/** A kill that a rule asked for and something blocked. */
interface Verdict {
  /** The rule that asked for the kill. */
  readonly reason: 'below_threshold' | 'evidence' | 'drop' | 'manual';
  /** Why, in a sentence, with the numbers. */
  readonly text: string;
  readonly views: number | null;
  readonly interactions: number | null;
  readonly engagementRate: number | null;
  readonly expectedEngagementRate: number;
  /** The engagement rate below which it is killed. */
  readonly killThreshold: number;
  readonly campaignId: string | null;
  readonly postId: string;
}

interface Counts {
  /** Null without a reading. */
  readonly views: number | null;
  readonly interactions: number | null;
  /** Interactions / views; null without views. */
  readonly engagementRate: number | null;
}

/** A decision about a variant. */
interface Decision extends Counts {
  /** What asked for the kill; null where nothing did. */
  readonly reason: 'below_threshold' | 'evidence' | 'drop' | 'manual' | null;
  /** Why, in a sentence, with the numbers. */
  readonly text: string;
  readonly expectedEngagementRate: number;
  /** The engagement rate below which the variant is killed. */
  readonly killThreshold: number;
  /** Interactions that a healthy variant would have; null before the first reading. */
  readonly interactionsDue: number | null;
  /** When the variant went bad, ISO 8601; null where no drop shows. */
  readonly wentBadAt: string | null;
  /** What the time-out means; only where the window ended. */
  readonly timeOut?:
    | {
        verdict: 'passed' | 'not_enough_data' | 'no_data';
        viewsNeeded: number | null;
        longestGapSeconds: number;
        checkedLessOften: boolean;
      }
    | undefined;
  readonly campaignId: string | null;
  readonly postId: string;
  /** `engine`, or the person or key that decided. */
  readonly actor: string;
  /** The reason that a person gave. */
  readonly note?: string | undefined;
  /** What blocked the kill, where one was blocked. */
  readonly holdCause?: HoldCause | undefined;
}

/** What blocks a kill. */
type HoldCause =
  | 'paused'
  | 'breaker'
  | 'protected'
  | 'policy_unreadable'
  | 'shadow'
  | 'approval'
  | 'spared'
  | 'min_pool_size'
  | 'holdout'
  | 'expectation_suspect';

/** A pause or the circuit breaker. */
interface Suspension {
  /** Whose kills; a global scope has no id. */
  readonly scope: { type: 'global' | 'persona' | 'source'; id: string | null };
  /** Who did it; `engine` for Cull itself. */
  readonly actor: string;
  readonly reason: string;
  /** All of it in a sentence. */
  readonly text: string;
}

/** What events say, by type. */
export interface EventData {
  readonly 'variant.monitoring_started': {
    readonly postId: string;
    readonly expectedEngagementRate: number;
    /** When the window ends, ISO 8601. */
    readonly deadlineAt: string;
    /** The key or person that posted it. */
    readonly actor: string;
  };
  readonly 'variant.warned': Counts & {
    readonly text: string;
    /** `rate`: below the warn threshold; `drop`: it went bad. */
    readonly cause: 'rate' | 'drop';
    /** When it went bad, ISO 8601; only for a drop. */
    readonly wentBadAt?: string | null | undefined;
  };
  readonly 'variant.killed': Decision & {
    /** Ids of its scheduled posts. */
    readonly cancelledPosts: string[];
  };
  readonly 'variant.kill_failed': {
    /** The kill step, or `notify`. */
    readonly step: string;
    /** The channel that was not reached, for `notify`. */
    readonly channel?: string | undefined;
    readonly error: string | null;
  };
  readonly 'variant.timed_out': Decision;
  readonly 'variant.stopped': Decision;
  readonly 'variant.revived': Decision & {
    /** How many scheduled posts are no longer canceled. */
    readonly restoredPosts: number;
    /** Whether the kill had deleted the post at the source. */
    readonly isPostDeleted: boolean;
  };
  readonly 'variant.holdout_ended': {
    /** The rule that asked for the kill. */
    readonly reason: 'below_threshold' | 'evidence' | 'drop' | 'manual';
    readonly text: string;
    /** When the rule asked, ISO 8601. */
    readonly verdictAt: string | null;
    readonly viewsAtVerdict: number;
    readonly interactionsAtVerdict: number;
    /** At the end of the window. */
    readonly views: number | null;
    readonly interactions: number | null;
    /** Whether the kill would have been false; null if unknown. */
    readonly wasFalse: boolean | null;
  };
  readonly 'channel.disabled': {
    readonly channelId: string;
    /** Its name. */
    readonly channel: string;
    readonly reason: string;
  };
  readonly 'variant.approval_requested': Verdict & {
    /** Until when somebody may approve or dismiss it, ISO 8601. */
    readonly expiresAt: string;
    /** What happens without an answer. */
    readonly onExpiry: 'spare' | 'kill';
  };
  readonly 'variant.would_have_killed': Verdict & {
    /** What blocked it. */
    readonly holdCause: HoldCause;
  };
  readonly 'kills.paused': Suspension & {
    /** When it ends by itself, ISO 8601; null for never. */
    readonly until: string | null;
    /** Whether the pause began earlier, and this only says that it still stands. */
    readonly reminder: boolean;
  };
  readonly 'kills.resumed': Suspension;
  readonly 'breaker.tripped': Suspension & {
    /** When it ends by itself, ISO 8601; null for never. */
    readonly until: string | null;
  };
  readonly 'breaker.reset': Suspension;
  readonly 'account.token_expiring': OfAccount & {
    /** ISO 8601. */
    readonly tokenExpiresAt: string;
    /** Why the last refresh failed. */
    readonly problem: string | null;
  };
  readonly 'account.budget_low': OfAccount & {
    readonly budget: 'calls' | 'deletes';
    /** In the last 24 hours. */
    readonly used: number;
    readonly limit: number | null;
    readonly usedPercent: number;
    /** At the planned pace; null where the budget lasts for a day. */
    readonly lastsSeconds: number | null;
  };
  readonly 'engine.behind': OfEngine & {
    /** Mean seconds between two checks of a variant. */
    readonly wantedSeconds: number;
    readonly achievedSeconds: number;
    readonly cause: 'calls_budget' | 'rate_limit' | 'lanes' | 'latency' | 'engine';
    readonly live: number;
  };
  readonly 'engine.caught_up': OfEngine & {
    readonly wantedSeconds: number | null;
    readonly achievedSeconds: number | null;
    /** How long checks were behind. */
    readonly seconds: number;
  };
  readonly 'source.unhealthy': OfAccount & {
    readonly source: 'threads' | 'http';
    readonly state: 'unhealthy';
    readonly problem: 'token_invalid' | 'unreachable' | 'paused';
    /** What the source says. */
    readonly detail: string | null;
  };
  readonly 'source.healthy': OfAccount & {
    readonly source: 'threads' | 'http';
    readonly state: 'healthy';
    readonly detail: null;
    /** How long nothing was read. */
    readonly seconds: number;
  };
  readonly 'policy.unreadable': Pick<OfAccount, 'text'> & {
    /** The global scope has an empty id. */
    readonly scope: { type: 'global' | 'persona' | 'campaign' | 'variant'; id: string };
    readonly version: number;
    /** What of the override can't be read; `values` for all of it. */
    readonly fields: string[];
    /** ISO 8601. */
    readonly seenAt: string;
  };
}
