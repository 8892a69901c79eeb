import pg from 'pg';
import { type PostedSession, type Posting, postVariants } from './postings';

/** What a posting of a group got: its session, or the error of its own. */
export type PostingOutcome = PromiseSettledResult<PostedSession>;

/**
 * Starts the sessions of postings that came in calls of their own, in one transaction. A variant that is there twice is
 * posted in the order of its calls, each in the next transaction. What the database refuses fails its own posting alone.
 * @returns One outcome for each posting, in their order.
 */
export async function postTogether(
  pool: pg.Pool,
  postings: readonly Posting[],
  now: number,
): Promise<readonly PostingOutcome[]> {
  const outcomes = new Map<Posting, PostingOutcome>();
  for (const round of roundsOf(postings)) {
    for (const [posting, outcome] of await postRound(pool, round, now)) outcomes.set(posting, outcome);
  }
  return postings.map((posting) => outcomes.get(posting) ?? refused(posting, 'was not posted'));
}

/** Rounds with each variant at most once. */
function roundsOf(postings: readonly Posting[]): readonly (readonly Posting[])[] {
  const rounds: Posting[][] = [];
  const times = new Map<string, number>();
  for (const posting of postings) {
    const time = times.get(posting.variantId) ?? 0;
    times.set(posting.variantId, time + 1);
    rounds[time] = [...(rounds[time] ?? []), posting];
  }
  return rounds;
}

/** In halves where the database refuses a transaction, until what it refuses is alone. */
async function postRound(
  pool: pg.Pool,
  round: readonly Posting[],
  now: number,
): Promise<readonly (readonly [Posting, PostingOutcome])[]> {
  try {
    const sessions = await postVariants(pool, round, now);
    const byVariant = new Map(sessions.map((session) => [session.variantId, session]));
    return round.map((posting) => {
      const session = byVariant.get(posting.variantId);
      const outcome = session && ({ status: 'fulfilled', value: session } as const);
      return [posting, outcome ?? refused(posting, 'got no session')];
    });
  } catch (reason) {
    // A connection that breaks says nothing of any posting, and would break all halves.
    if (round.length === 1 || !(reason instanceof pg.DatabaseError))
      return round.map((posting) => [posting, { status: 'rejected', reason }]);
    const half = Math.ceil(round.length / 2);
    const first = await postRound(pool, round.slice(0, half), now);
    return [...first, ...(await postRound(pool, round.slice(half), now))];
  }
}

function refused({ variantId }: Posting, why: string): PostingOutcome {
  return { status: 'rejected', reason: new Error(`variant ${variantId} ${why}`) };
}
