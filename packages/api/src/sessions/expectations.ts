import { type LearnedExpectation, learnExpectation } from '@cull/core';
import { type Database, readCompletedSessions, readLiveCounts, type SessionGroup } from '@cull/db';

const PERIOD_MS = 30 * 86_400_000;

/** What a variant is expected to reach. */
export interface Expectation {
  /** Engagement rate, (0, 1]. */
  readonly rate: number;
  /** The rate that evidence is compared with, where the expectation was learned; null where it was given. */
  readonly low: number | null;
}

/** Finds out what the variants of one call are expected to reach; what several of them ask is learned once. */
export interface Expectations {
  /** Returns the expectation, or in words why `auto` can't be answered. */
  of(wanted: number | 'auto', group: SessionGroup): Promise<Expectation | string>;
}

/** @param now Epoch milliseconds. */
export function createExpectations(db: Database, now: number): Expectations {
  const learned = new Map<string, Promise<LearnedExpectation>>();
  const learnOnce = (group: SessionGroup) => {
    const key = JSON.stringify([group.personaId, group.campaignId]);
    const asked = learned.get(key) ?? learn(db, group, now);
    learned.set(key, asked);
    return asked;
  };
  return {
    of: async (wanted, group) => {
      if (wanted !== 'auto') return { rate: wanted, low: null };
      const { personaId, campaignId } = group;
      const own = campaignId === null ? null : await learnOnce(group);
      const answer = own?.known ? own : await learnOnce({ personaId, campaignId: null });
      return answer.known ? answer : refusal(personaId, answer);
    },
  };
}

async function learn({ pool }: Database, group: SessionGroup, now: number): Promise<LearnedExpectation> {
  const [completed, siblings] = await Promise.all([
    readCompletedSessions(pool, group, { since: now - PERIOD_MS, now }),
    readLiveCounts(pool, group),
  ]);
  return learnExpectation(completed, siblings);
}

function refusal(
  personaId: string,
  { sessions, needed }: Extract<LearnedExpectation, { known: false }>,
): string {
  const missing =
    sessions < needed
      ? `${needed} completed sessions of persona ${personaId}; there are ${sessions}`
      : `interactions: the ${sessions} completed sessions of persona ${personaId} had none`;
  return `expectedEngagementRate: 'auto' needs ${missing}`;
}
