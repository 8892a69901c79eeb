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

/** What events about accounts and checks say, by type. */
export interface EventData {
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
