import type { SourceFailure } from './failure';

/**
 * What the engine knows of a source. It names no platform: an adapter for one more is a file that passes the conformance kit.
 *
 * A client speaks for one account. It sends what it is asked to send, at once and once: order, number of requests under way and
 * budgets belong to the caller, who knows which check matters most.
 */
export interface SourceClient {
  readonly capabilities: SourceCapabilities;
  /**
   * Reads the counters of some posts with one request.
   *
   * @param postIds At most `capabilities.postsPerRequest`, each once.
   * @returns One reading for each post asked, in the same order, by the deadline. Never rejects: what is wrong is in each post's
   *   reading.
   */
  read(postIds: readonly string[], options: RequestOptions): Promise<readonly SourceReading[]>;
  /**
   * Takes a post down and reads back that it is gone: two requests, each with the whole of `timeoutMs`. Never rejects.
   *
   * @param wasRead Whether this account has ever read the post: without that, "does not exist" may as well mean that the
   *   account can't see it, and is a failure.
   */
  remove(postId: string, options: RequestOptions & { readonly wasRead: boolean }): Promise<Removal>;
  /** Asks something cheap that shows whether address and token work. Never rejects. */
  test(options: RequestOptions): Promise<SourceFailure | null>;
  /** What the source itself told lately of its limits. */
  usage(): SourceUsage;
  /** Waits for what is under way, then closes the connections. Safe to call twice. */
  close(): Promise<void>;
}

/** What a source can do; all of it is known before the first request. */
export interface SourceCapabilities {
  /** How many posts one request can read, at least 1. */
  readonly postsPerRequest: number;
  readonly canRemove: boolean;
  /** Calls that an account may make in 24 hours however few its posts are seen; null where there is no limit known. */
  readonly callsPerDay: number | null;
  /** Calls in 24 hours for each view that the account's posts get in them, where that is more; null where views don't matter. */
  readonly callsPerView: number | null;
  /** Posts that an account may take down in 24 hours; null where there is no limit known. */
  readonly removalsPerDay: number | null;
}

export interface RequestOptions {
  /** For the request with its answer, milliseconds, at least 1. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A post's counters, or why there are none. */
export type SourceReading =
  | {
      readonly ok: true;
      readonly postId: string;
      /** When the answer came, epoch milliseconds. */
      readonly observedAt: number;
      /** Since the post was published; a whole number from 0, as is `interactions`. */
      readonly views: number;
      /** Everything that people did with it, together. */
      readonly interactions: number;
    }
  | { readonly ok: false; readonly postId: string; readonly failure: SourceFailure };

/** `wasGone`: somebody else took the post down before. */
export type Removal =
  | { readonly ok: true; readonly wasGone: boolean }
  | { readonly ok: false; readonly failure: SourceFailure };

/** What the source reported about its own limits; null without a recent report. */
export interface SourceUsage {
  /** How much of the tightest limit is used, percent; above 100 where it is exceeded. */
  readonly usedPercent: number | null;
  /** Calls that the source allows in 24 hours, where it tells. */
  readonly callsPerDay: number | null;
}
