/** The ways in which the Threads API counts a reaction, in the order in which one viewer goes through them. */
export const REACTIONS = ['likes', 'replies', 'reposts', 'quotes', 'shares'] as const;
export type Reaction = (typeof REACTIONS)[number];

/** Share of each among first reactions, summing to 1: most people who react only like. */
const SHARES: readonly number[] = [0.78, 0.08, 0.07, 0.03, 0.04];

/** The reaction that a draw from [0, 1) stands for. */
export function reactionFor(draw: number): number {
  let rest = draw;
  for (let kind = 0; kind < SHARES.length - 1; kind += 1) {
    rest -= SHARES[kind] ?? 0;
    if (rest < 0) return kind;
  }
  return SHARES.length - 1;
}

export interface PendingReaction {
  /** Age of the post, milliseconds. */
  readonly at: number;
  /** Index into REACTIONS. */
  readonly kind: number;
}

export interface ReactionQueue {
  /** When the earliest one is due; Infinity if there is none. */
  nextAt(): number;
  add(reaction: PendingReaction): void;
  /** Takes out the earliest one. */
  take(): PendingReaction | undefined;
}

/**
 * Reactions on their way, earliest first (a binary heap).
 *
 * Its length is the engaged views of about one reaction lag, whatever the number of views a post has had.
 */
export function createReactionQueue(): ReactionQueue {
  const heap: PendingReaction[] = [];
  const dueAt = (index: number) => heap[index]?.at ?? Number.POSITIVE_INFINITY;
  return {
    nextAt: () => dueAt(0),
    add(reaction) {
      let hole = heap.push(reaction) - 1;
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        const above = heap[parent];
        if (above === undefined || above.at <= reaction.at) break;
        heap[hole] = above;
        hole = parent;
      }
      heap[hole] = reaction;
    },
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      let hole = 0;
      for (;;) {
        const left = 2 * hole + 1;
        const child = dueAt(left + 1) < dueAt(left) ? left + 1 : left;
        const below = heap[child];
        if (below === undefined || below.at >= last.at) break;
        heap[hole] = below;
        hole = child;
      }
      heap[hole] = last;
      return first;
    },
  };
}
