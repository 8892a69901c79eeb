import type { Counters } from './audience';

/** What a fault that distorts counters keeps about the posts that it struck. */
export interface DistortionState {
  /** Since when it is on, epoch milliseconds. */
  readonly since: number;
  /** The counters of each post when the fault was switched on, as far as they were asked for. */
  readonly held: Map<string, Counters>;
}

/** Reads the true counters at a wall instant. */
export type ReadCounters = (at: number) => Counters;

/** Decreasing counters lose about two thirds in this time. */
const DECREASE_MS = 30_000;

export function createDistortionState(since: number): DistortionState {
  return { since, held: new Map() };
}

/** The counters of the moment at which the fault was switched on. */
export function frozen({ since, held }: DistortionState, postId: string, read: ReadCounters): Counters {
  const known = held.get(postId) ?? { ...read(since) };
  held.set(postId, known);
  return known;
}

/** All counters falling from where they were. */
export function decreasing(
  state: DistortionState,
  postId: string,
  read: ReadCounters,
  now: number,
): Counters {
  const left = Math.exp((state.since - now) / DECREASE_MS);
  const { views, likes, replies, reposts, quotes, shares } = frozen(state, postId, read);
  const scale = (count: number) => Math.floor(count * left);
  return {
    views: scale(views),
    likes: scale(likes),
    replies: scale(replies),
    reposts: scale(reposts),
    quotes: scale(quotes),
    shares: scale(shares),
  };
}

/** Views corrected down once, by a share of what they were, and going on from there. */
export function corrected(
  state: DistortionState,
  postId: string,
  read: ReadCounters,
  now: number,
  share: number,
): Counters {
  const taken = Math.floor(frozen(state, postId, read).views * share);
  const counters = read(now);
  return { ...counters, views: Math.max(0, counters.views - taken) };
}

/** Views that no post can have, interactions as they are. */
export function jumped(counters: Counters, factor: number): Counters {
  return { ...counters, views: Math.round((counters.views + 1) * factor) };
}
