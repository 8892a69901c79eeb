import type { SchemedEventData } from '@cull/db';

/** When the events of the examples happened. */
export const EXAMPLE_TIMESTAMP = '2026-02-23T00:00:00.000Z';

/** Which variant the examples are about; events about accounts, pauses and channels have no ids. */
export const EVENT_IDS = {
  monitoringId: '0d9b4c1e-54f0-4c2a-9d0b-6f3b8f5f2a01',
  variantId: 'hello-1',
  personaId: 'ada',
};

const VERDICT = {
  reason: 'below_threshold',
  text: 'Not killed yet: 25 interactions from 1,000 views, an ER of 2.50% where 6% is expected.',
  views: 1_000,
  interactions: 25,
  engagementRate: 0.025,
  expectedEngagementRate: 0.06,
  killThreshold: 0.03,
  campaignId: 'spring',
  postId: '1789',
} as const;
const DECISION = { ...VERDICT, interactionsDue: 58.4, wentBadAt: null, actor: 'engine' } as const;
const BY_HAND = { reason: null, actor: 'ada@example.com', note: 'wrong picture' } as const;
const ADA = { accountId: '2f6e2c1a-6a0e-4c39-9a0c-0d6c0f6f7a10', account: 'Ada on Threads' };

/** An example of each event's data. */
export const EVENT_EXAMPLES: SchemedEventData = {
  'variant.monitoring_started': {
    postId: '1789',
    expectedEngagementRate: 0.06,
    deadlineAt: '2026-02-23T00:10:00.000Z',
    actor: 'key:orchestrator',
  },
  'variant.warned': {
    text: 'Engagement rate 3.8% is below the warn threshold of 4.2% (70% of the expected 6%).',
    cause: 'rate',
    views: 500,
    interactions: 19,
    engagementRate: 0.038,
  },
  'variant.killed': {
    ...DECISION,
    text: 'Killed: 25 interactions from 1,000 views is an engagement rate of 2.5%, below the kill threshold of 3% (50% of the expected 6%).',
    cancelledPosts: ['tomorrow'],
  },
  'variant.kill_failed': { step: 'delete_post', error: 'the source refuses to delete the post' },
  'variant.timed_out': {
    ...DECISION,
    reason: null,
    text: 'Passed after 10:00: no rule had a reason to kill. 71 interactions from 1,200 views, an engagement rate of 5.92%.',
    views: 1_200,
    interactions: 71,
    engagementRate: 0.0592,
    interactionsDue: 70.1,
    timeOut: { verdict: 'passed', viewsNeeded: 330, longestGapSeconds: 9.8, checkedLessOften: false },
  },
  'variant.stopped': {
    ...DECISION,
    ...BY_HAND,
    text: 'Monitoring stopped by ada@example.com: wrong picture. 25 interactions from 1,000 views, an engagement rate of 2.5%.',
  },
  'variant.revived': {
    ...DECISION,
    ...BY_HAND,
    note: 'the tracking was wrong',
    text: 'Restored by ada@example.com: the tracking was wrong. 25 interactions from 1,000 views, an engagement rate of 2.5%.',
    restoredPosts: 1,
    isPostDeleted: false,
  },
  'variant.holdout_ended': {
    reason: 'below_threshold',
    text: 'The kill would have been right: 2.5% at the verdict, 2.4% at the end of the window.',
    verdictAt: '2026-02-22T23:54:00.000Z',
    viewsAtVerdict: 1_000,
    interactionsAtVerdict: 25,
    views: 4_200,
    interactions: 101,
    wasFalse: false,
  },
  'channel.disabled': {
    channelId: '7b1c0d5e-9a41-4c53-8a86-2f0a4f8f5b11',
    channel: 'ops webhook',
    reason: 'nothing has arrived for 24 hours',
  },
  'variant.approval_requested': {
    ...VERDICT,
    expiresAt: '2026-02-23T00:02:00.000Z',
    onExpiry: 'spare',
  },
  'variant.would_have_killed': { ...VERDICT, holdCause: 'paused' },
  'kills.paused': {
    scope: { type: 'global', id: null },
    actor: 'ada@example.com',
    reason: 'the tracking is wrong',
    until: '2026-02-23T00:15:00.000Z',
    reminder: false,
    text: 'ada@example.com paused auto-kill for 15 min: the tracking is wrong',
  },
  'kills.resumed': {
    scope: { type: 'global', id: null },
    actor: 'engine',
    reason: 'its time is over',
    text: 'Auto-kill is on again: the pause is over after 15 min',
  },
  'breaker.tripped': {
    scope: { type: 'persona', id: 'ada' },
    actor: 'engine',
    reason: '5 of 8 variants were asked to be killed within 60 s',
    until: '2026-02-23T00:10:00.000Z',
    text: 'The circuit breaker paused auto-kill of persona ada for 10 min: 5 of 8 variants were asked to be killed within 60 s',
  },
  'breaker.reset': {
    scope: { type: 'persona', id: 'ada' },
    actor: 'ben@example.com',
    reason: 'the campaign is known to be weak',
    text: 'ben@example.com reset the circuit breaker, and auto-kill of persona ada is on again: the campaign is known to be weak',
  },
  'account.token_expiring': {
    ...ADA,
    tokenExpiresAt: '2026-03-02T00:00:00.000Z',
    problem: null,
    text: 'The token of Ada on Threads expires on 2026-03-02 00:00 UTC.',
  },
  'account.budget_low': {
    ...ADA,
    budget: 'calls',
    used: 40_000,
    limit: 48_000,
    usedPercent: 83.3,
    lastsSeconds: 2_000,
    text: 'Ada on Threads used 40,000 of 48,000 calls in 24 hours (83%). At the planned pace the rest lasts 33 min 20 s.',
  },
  'engine.behind': {
    ...ADA,
    wantedSeconds: 1,
    achievedSeconds: 4,
    cause: 'calls_budget',
    live: 31,
    text: 'Ada on Threads: 31 live variants checked every 4 s instead of 1 s: call budget.',
  },
  'engine.caught_up': {
    ...ADA,
    wantedSeconds: 1,
    achievedSeconds: 1.2,
    seconds: 190,
    text: 'Ada on Threads: live variants are checked as planned again after 3 min 10 s.',
  },
  'source.unhealthy': {
    ...ADA,
    source: 'threads',
    state: 'unhealthy',
    problem: 'token_invalid',
    detail: 'The source refuses the access token.',
    text: 'Ada on Threads can’t be used: The source refuses the access token. 31 live variants can’t be checked.',
  },
  'source.healthy': {
    ...ADA,
    source: 'threads',
    state: 'healthy',
    detail: null,
    seconds: 190,
    text: 'Ada on Threads is back after 3 min 10 s.',
  },
  'policy.unreadable': {
    scope: { type: 'persona', id: 'ada' },
    version: 12,
    fields: ['forecast'],
    seenAt: '2026-02-23T00:00:00.000Z',
    text: "The policy of persona ada can't be read (forecast), so its automatic kills are blocked. Reset it under Thresholds.",
  },
};
