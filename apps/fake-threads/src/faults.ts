import { z } from 'zod';
import type { Counters } from './audience';
import { expiredToken, postGone, type Reply, rateLimited, serverError } from './graph-errors';
import type { Random } from './random';

export const FAULT_KINDS = [
  'rate_limit',
  'server_error',
  'timeout',
  'slow',
  'frozen',
  'decreasing',
  'token_expired',
  'post_gone',
  'malformed',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What is wrong with a malformed answer. */
export const MALFORMED_SHAPES = [
  'fraction',
  'negative',
  'text',
  'missing_metric',
  'no_values',
  'not_json',
] as const;
export type MalformedShape = (typeof MALFORMED_SHAPES)[number];

export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** How often it strikes, (0, 1]: a request for faults of the whole source, a look for those of a post. */
  probability: z.number().gt(0).max(1).default(1),
  /** How long a slow answer is held back. */
  delayMs: z.int().min(1).max(600_000).default(1_000),
  /** Only these posts; absent: all. */
  postIds: z.array(z.string().min(1)).min(1).optional(),
  /** Sent with a rate limit. */
  retryAfterSeconds: z.int().min(0).max(3_600).optional(),
  /** How a malformed answer is malformed. */
  shape: z.enum(MALFORMED_SHAPES).default('fraction'),
  /** Only this token is expired; absent: every one. Never shown again. */
  accessToken: z.string().min(1).optional(),
});
export type Fault = z.output<typeof faultSchema>;

interface ActiveFault {
  readonly fault: Fault;
  readonly posts: ReadonlySet<string> | null;
  /** Epoch milliseconds. */
  readonly since: number;
  /** The counters of each post when the fault was switched on, as far as they were asked for. */
  readonly held: Map<string, Counters>;
}

/** The faults that are switched on; at most one of a kind. */
export interface Faults {
  set(fault: Fault): void;
  /** Without a kind: all. */
  clear(kind?: FaultKind): void;
  list(): readonly object[];
  /** How long a request for these posts is held back, milliseconds; Infinity: it is never answered. */
  delayOf(postIds: readonly string[]): number;
  /** What the whole source answers instead; null: nothing is wrong. */
  refusalOfRequest(accessToken: string): Reply | null;
  /** What one post answers instead; null: nothing is wrong. */
  refusalOfPost(postId: string, accessToken: string): Reply | null;
  malformedShape(postId: string): MalformedShape | null;
  /** The counters shown instead of the true ones; `read` gives those at a wall instant. */
  distort(postId: string, read: (at: number) => Counters): Counters;
}

const WHOLE_ANSWER = ['token_expired', 'rate_limit', 'server_error'] as const;
/** Decreasing counters lose about two thirds in this time. */
const DECREASE_MS = 30_000;

/** @param onInjected - Told of every time a fault strikes. */
export function createFaults(
  now: () => number,
  random: Random,
  onInjected: (kind: FaultKind) => void,
): Faults {
  const active = new Map<FaultKind, ActiveFault>();

  const strikes = (kind: FaultKind, concerns: (fault: ActiveFault) => boolean) => {
    const found = active.get(kind);
    if (found === undefined || !concerns(found) || random() >= found.fault.probability) return null;
    onInjected(kind);
    return found;
  };
  const onPost = (kind: FaultKind, postId: string) =>
    strikes(kind, ({ posts }) => posts === null || posts.has(postId));

  const refusal = (accessToken: string, concerns: (fault: ActiveFault) => boolean) => {
    for (const kind of WHOLE_ANSWER) {
      const found = strikes(
        kind,
        (candidate) => concerns(candidate) && [undefined, accessToken].includes(candidate.fault.accessToken),
      );
      if (found === null) continue;
      if (kind === 'token_expired') return expiredToken();
      return kind === 'server_error' ? serverError() : rateLimited(429, found.fault.retryAfterSeconds);
    }
    return null;
  };

  const heldCounters = ({ held, since }: ActiveFault, postId: string, read: (at: number) => Counters) => {
    const known = held.get(postId) ?? { ...read(since) };
    held.set(postId, known);
    return known;
  };

  return {
    set(fault) {
      const posts = fault.postIds === undefined ? null : new Set(fault.postIds);
      active.set(fault.kind, { fault, posts, since: now(), held: new Map() });
    },
    clear(kind) {
      if (kind === undefined) active.clear();
      else active.delete(kind);
    },
    list: () =>
      [...active.values()].map(({ fault: { accessToken, ...shown }, since }) => ({
        ...shown,
        onlyOneToken: accessToken !== undefined,
        since: new Date(since).toISOString(),
      })),
    delayOf(postIds) {
      const concerns = ({ posts }: ActiveFault) =>
        posts === null || postIds.some((postId) => posts.has(postId));
      if (strikes('timeout', concerns) !== null) return Number.POSITIVE_INFINITY;
      return strikes('slow', concerns)?.fault.delayMs ?? 0;
    },
    refusalOfRequest: (accessToken) => refusal(accessToken, ({ posts }) => posts === null),
    refusalOfPost(postId, accessToken) {
      if (onPost('post_gone', postId) !== null) return postGone(postId, 'get');
      return refusal(accessToken, ({ posts }) => posts?.has(postId) === true);
    },
    malformedShape: (postId) => onPost('malformed', postId)?.fault.shape ?? null,
    distort(postId, read) {
      const decreasing = onPost('decreasing', postId);
      if (decreasing !== null) {
        const left = Math.exp((decreasing.since - now()) / DECREASE_MS);
        return scaled(heldCounters(decreasing, postId, read), left);
      }
      const frozen = onPost('frozen', postId);
      return frozen === null ? read(now()) : heldCounters(frozen, postId, read);
    },
  };
}

function scaled(counters: Counters, factor: number): Counters {
  const { views, likes, replies, reposts, quotes, shares } = counters;
  const scale = (count: number) => Math.floor(count * factor);
  return {
    views: scale(views),
    likes: scale(likes),
    replies: scale(replies),
    reposts: scale(reposts),
    quotes: scale(quotes),
    shares: scale(shares),
  };
}
