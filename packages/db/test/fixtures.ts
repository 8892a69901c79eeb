import { randomUUID } from 'node:crypto';
import {
  DEFAULT_POLICY,
  type Ending,
  explain,
  NO_PROGRESS,
  type Progress,
  resolvePolicy,
  type Session,
} from '@cull/core';
import { testDatabase } from '@cull/servers/testing';
import type { DecisionRecord } from '../src/kills/decision-records';
import { type DecidedEnding, endSessions } from '../src/kills/endings';
import { type PostedSession, type Posting, postVariants } from '../src/sessions/postings';
import { type Database, openDatabase } from '../src/system/database';
import { migrate } from '../src/system/migrate';
import type { ShardToken } from '../src/system/shard-tokens';

/** A migrated database of its own. */
export async function openTestDatabase(): Promise<Database> {
  const url = await testDatabase();
  await migrate(url);
  return openDatabase({ url, applicationName: 'cull-test', maxConnections: 10, onError: () => {} });
}

/** Of a shard that nobody has taken yet: writes that carry it count. */
export const TOKEN: ShardToken = { shard: 3, epoch: 0 };

export const POSTED_AT = Date.UTC(2026, 0, 1, 12);

export function aPosting(values: Partial<Posting> = {}): Posting {
  return {
    variantId: `variant-${randomUUID()}`,
    personaId: 'persona-1',
    campaignId: null,
    postId: `post-${randomUUID()}`,
    source: 'threads',
    expectedEngagementRate: 0.06,
    expectedLow: null,
    actor: 'key:orchestrator',
    content: null,
    costPerView: null,
    scheduledPosts: [],
    startedAt: POSTED_AT,
    deadlineAt: POSTED_AT + 600_000,
    shard: 3,
    ...values,
  };
}

/** Posts one variant and gives its session. */
export async function postOne(db: Database, posting: Posting): Promise<PostedSession> {
  const [session] = await postVariants(db.pool, [posting], POSTED_AT);
  if (session === undefined) throw new Error('the posting got no session');
  return session;
}

/** The ending that the engine would decide for a posted variant. */
export function anEnding(
  posting: Posting,
  monitoringId: string,
  ending: Ending,
  decidedAt = POSTED_AT + 60_000,
): DecidedEnding {
  const session: Session = {
    ...posting,
    accountId: null,
    monitoringId,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
  const sample = { views: 640, interactions: 12, observedAt: decidedAt - 100 };
  const progress: Progress = {
    ...NO_PROGRESS,
    sample,
    lastInteractions: 12,
    breaches: 1,
    warned: true,
    quality: 'ok',
  };
  const standing =
    ending.outcome === 'timed_out'
      ? { status: ending.outcome, timeOut: ending.timeOut }
      : { status: 'killed' as const, reason: 'below_threshold' as const };
  return {
    session,
    progress,
    ending,
    explanation: explain(session, progress, DEFAULT_POLICY, standing, decidedAt),
    policy: resolvePolicy([], {}, decidedAt),
    actor: 'engine',
    note: null,
    decidedAt,
  };
}

/** A kill with its steps still to do, of a variant with one post to come within a second and one tomorrow. */
export interface Kill {
  readonly posting: Posting;
  readonly monitoringId: string;
  readonly killed: DecidedEnding;
  readonly stepIds: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
}

export async function aKill(db: Database): Promise<Kill> {
  const at = POSTED_AT + 60_000;
  const posting = aPosting({
    scheduledPosts: [
      { id: 'soon', publishAt: at + 1000 },
      { id: 'tomorrow', publishAt: at + 86_400_000 },
    ],
  });
  const { monitoringId } = await postOne(db, posting);
  const killed = anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' }, at);
  const [ended] = await endSessions(db.pool, [killed]);
  return { posting, monitoringId, killed, stepIds: ended?.stepIds ?? [], at };
}

/** The record of a kill that a person takes back. */
export function aRevival({ killed }: Pick<Kill, 'killed'>, decidedAt: number): DecisionRecord {
  const { session, progress, policy } = killed;
  const standing = { status: 'killed', reason: 'manual', actor: 'ann', note: 'a mistake' } as const;
  return {
    session,
    progress,
    policy,
    outcome: 'revived',
    reason: null,
    holdCause: null,
    explanation: explain(session, progress, policy.values, standing, decidedAt),
    actor: 'ann',
    note: 'a mistake',
    decidedAt,
  };
}

/** A time-out that was judged and passed. */
export const PASSED: Ending = {
  outcome: 'timed_out',
  reason: null,
  timeOut: { verdict: 'passed', viewsNeeded: 400, longestGapSeconds: 1, checkedLessOften: false },
};
