import type { Counters } from './audience';
import { drawDelay } from './delay';
import {
  corrected,
  createDistortionState,
  type DistortionState,
  decreasing,
  frozen,
  jumped,
  type ReadCounters,
} from './distortions';
import type { Fault, FaultKind, MalformedShape } from './fault';
import { expiredToken, postGone, postLimited, type Reply, rateLimited, serverError } from './graph-errors';
import type { Random } from './random';

/** Who calls. */
export interface Caller {
  readonly accountId: string;
  readonly accessToken: string;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly posts: ReadonlySet<string> | null;
  readonly state: DistortionState;
}

/** How a reading is written. */
export interface ReadingStyle {
  readonly totalValue: boolean;
  readonly strings: boolean;
  /** Null: as it should be. */
  readonly malformed: MalformedShape | null;
}

/** The faults that are switched on; at most one of a kind for each account, and one for all. */
export interface Faults {
  set(fault: Fault): void;
  /** Without a kind: all. Without an account: those of every account. */
  clear(kind?: FaultKind, accountId?: string): void;
  list(): readonly object[];
  /** How long a request for these posts is held back, milliseconds; Infinity: it is never answered. */
  delayOf(postIds: readonly string[], accountId: string): number;
  /** What the whole source answers instead; null: nothing is wrong. */
  refusalOfRequest(caller: Caller): Reply | null;
  /** What one post answers instead; null: nothing is wrong. */
  refusalOfPost(postId: string, caller: Caller): Reply | null;
  styleOf(postId: string, caller: Caller): ReadingStyle;
  /** The counters shown instead of the true ones; `read` gives those at a wall instant. */
  distort(postId: string, caller: Caller, read: ReadCounters): Counters;
}

const WHOLE_ANSWER = ['token_expired', 'rate_limit', 'server_error'] as const;

/** @param onInjected - Called every time a fault strikes. */
export function createFaults(
  now: () => number,
  random: Random,
  onInjected: (kind: FaultKind) => void,
): Faults {
  const active = new Map<FaultKind, readonly ActiveFault[]>();

  const strikes = (kind: FaultKind, accountId: string, concerns: (candidate: ActiveFault) => boolean) => {
    const found = active
      .get(kind)
      ?.find(
        (candidate) => [undefined, accountId].includes(candidate.fault.accountId) && concerns(candidate),
      );
    if (found === undefined || random() >= found.fault.probability) return null;
    onInjected(kind);
    return found;
  };
  const onPost = (kind: FaultKind, postId: string, { accountId }: Caller) =>
    active.size === 0 ? null : strikes(kind, accountId, ({ posts }) => posts === null || posts.has(postId));

  const refusal = (
    { accountId, accessToken }: Caller,
    limited: (retryAfterSeconds?: number) => Reply,
    concerns: (candidate: ActiveFault) => boolean,
  ) => {
    for (const kind of WHOLE_ANSWER) {
      const found = strikes(
        kind,
        accountId,
        (candidate) => concerns(candidate) && [undefined, accessToken].includes(candidate.fault.accessToken),
      );
      if (found === null) continue;
      if (kind === 'token_expired') return expiredToken();
      return kind === 'server_error' ? serverError() : limited(found.fault.retryAfterSeconds);
    }
    return null;
  };

  return {
    set(fault) {
      const posts = fault.postIds === undefined ? null : new Set(fault.postIds);
      const others = (active.get(fault.kind) ?? []).filter(
        (other) => other.fault.accountId !== fault.accountId,
      );
      const added = { fault, posts, state: createDistortionState(now()) };
      // Those of one account come first: they take the place of one for all.
      active.set(fault.kind, fault.accountId === undefined ? [...others, added] : [added, ...others]);
    },
    clear(kind, accountId) {
      for (const [known, faults] of active) {
        if (kind !== undefined && kind !== known) continue;
        const left = faults.filter(({ fault }) => accountId !== undefined && fault.accountId !== accountId);
        if (left.length === 0) active.delete(known);
        else active.set(known, left);
      }
    },
    list: () =>
      [...active.values()].flat().map(({ fault: { accessToken, ...shown }, state }) => ({
        ...shown,
        onlyOneToken: accessToken !== undefined,
        since: new Date(state.since).toISOString(),
      })),
    delayOf(postIds, accountId) {
      const concerns = ({ posts }: ActiveFault) =>
        posts === null || postIds.some((postId) => posts.has(postId));
      if (strikes('timeout', accountId, concerns) !== null) return Number.POSITIVE_INFINITY;
      const slow = strikes('slow', accountId, concerns);
      return slow === null ? 0 : drawDelay(slow.fault.delayMs, random);
    },
    refusalOfRequest: (caller) =>
      refusal(
        caller,
        (seconds) => rateLimited(429, seconds),
        ({ posts }) => posts === null,
      ),
    refusalOfPost(postId, caller) {
      if (onPost('post_gone', postId, caller) !== null) return postGone(postId, 'get');
      return refusal(caller, postLimited, ({ posts }) => posts?.has(postId) === true);
    },
    styleOf: (postId, caller) => ({
      totalValue: onPost('total_value', postId, caller) !== null,
      strings: onPost('strings', postId, caller) !== null,
      malformed: onPost('malformed', postId, caller)?.fault.shape ?? null,
    }),
    distort(postId, caller, read) {
      const falling = onPost('decreasing', postId, caller);
      if (falling !== null) return decreasing(falling.state, postId, read, now());
      const still = onPost('frozen', postId, caller);
      if (still !== null) return frozen(still.state, postId, read);
      const correction = onPost('correction', postId, caller);
      const counters =
        correction === null
          ? read(now())
          : corrected(correction.state, postId, read, now(), correction.fault.share);
      const jump = onPost('jump', postId, caller);
      if (jump === null || jump.state.held.has(postId)) return counters;
      jump.state.held.set(postId, counters);
      return jumped(counters, jump.fault.factor);
    },
  };
}
