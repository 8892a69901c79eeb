import { z } from 'zod';
import { type Contract, count, instant, type Refusal, rate } from './contract';
import { policyValues } from './thresholds';
import { anId, killed, posted, push, statusOf, waiting } from './world';

const REASON = 'for the contract';

const session = z.object({
  monitoringId: z.uuid(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  postId: z.string(),
  source: z.enum(['threads', 'http', 'push']),
  status: z.enum(['monitoring', 'killed', 'timed_out', 'stopped']),
  startedAt: instant,
  deadlineAt: instant,
  endedAt: instant.nullable(),
  expectedEngagementRate: rate,
  views: count.nullable(),
  interactions: count.nullable(),
  engagementRate: rate.nullable(),
  lastSampleAt: instant.nullable(),
  interactionsDue: z.number().min(0).nullable(),
  wentBadAt: instant.nullable(),
  checks: count,
  timeOut: z
    .object({
      verdict: z.enum(['passed', 'not_enough_data', 'no_data']),
      viewsNeeded: count.nullable(),
      longestGapSeconds: z.number().min(0),
      checkedLessOften: z.boolean(),
    })
    .nullable(),
  risk: z.number().min(0).max(1),
  killReason: z.enum(['below_threshold', 'evidence', 'drop', 'manual']).nullable(),
  killReasonText: z.string().nullable(),
  finalViews: count.nullable(),
  finalInteractions: count.nullable(),
  finalEngagementRate: rate.nullable(),
  killSteps: z.array(
    z.object({
      kind: z.enum(['remove_from_pool', 'cancel_scheduled_posts', 'delete_post', 'notify']),
      state: z.enum(['pending', 'done', 'failed']),
      attempts: count,
      error: z.string().nullable(),
    }),
  ),
  latency: z.object({
    observedAt: instant.nullable(),
    decidedAt: instant.nullable(),
    completedAt: instant.nullable(),
  }),
  policy: policyValues.extend({ version: count }),
});
const condition = z.object({
  id: z.string(),
  met: z.boolean(),
  actual: z.number(),
  needed: z.number(),
  text: z.string(),
});
const killedSession = session.extend({
  status: z.literal('killed'),
  endedAt: instant,
  killReason: z.literal('manual'),
  killReasonText: z.string(),
});

const unknown: Refusal = {
  when: 'of a variant that was never posted',
  input: async () => ({ variantId: anId('unheard-of') }),
  code: 'NOT_FOUND',
  says: 'variantId',
};

/** A variant and a session of another one. */
async function strangers() {
  const { monitoringId } = await statusOf(await posted());
  return { variantId: await posted(), monitoringId };
}

const notItsSession: Refusal = {
  when: 'of a session of another variant',
  input: strangers,
  code: 'NOT_FOUND',
  says: 'monitoringId',
};

/** What people do to one variant: each with a reason, and to no variant that was never posted. */
function byHand(
  action: string,
  made: () => Promise<string>,
  answer: z.ZodType,
  { more = {}, refusals = [] }: { more?: Record<string, unknown>; refusals?: readonly Refusal[] } = {},
): Contract {
  return {
    procedure: `monitoring.${action}`,
    kind: 'mutation',
    scope: 'control',
    input: async () => ({ variantId: await made(), reason: REASON, ...more }),
    answer,
    refusals: [
      { ...unknown, input: async () => ({ variantId: anId('unheard-of'), reason: REASON, ...more }) },
      {
        when: 'without a reason',
        input: async () => ({ variantId: await posted(), ...more }),
        code: 'BAD_REQUEST',
        says: 'reason',
      },
      { ...notItsSession, input: async () => ({ ...(await strangers()), reason: REASON, ...more }) },
      ...refusals,
    ],
  };
}

/** A refusal of what is asked of a variant that is in another state. */
function conflict(when: string, made: () => Promise<string>, says: string, more = {}): Refusal {
  const input = async () => ({ variantId: await made(), reason: REASON, ...more });
  return { when, input, code: 'CONFLICT', says };
}
const hasEnded = conflict('once the monitoring has ended', killed, 'variantId');
const doesNotWait = conflict('where no kill waits', posted, 'does not wait for approval');

export const monitoring: readonly Contract[] = [
  {
    procedure: 'monitoring.status',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await posted() }),
    answer: session.extend({ status: z.literal('monitoring'), endedAt: z.null(), views: z.null() }),
    refusals: [unknown, notItsSession],
  },
  {
    procedure: 'monitoring.list',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const personaId = anId('list');
      const variantId = await posted({ personaId, campaignId: 'contract-list' });
      await posted({ personaId, campaignId: 'contract-list' });
      const filter = { status: 'monitoring', variantId, personaId, campaignId: 'contract-list' };
      return { ...filter, sort: 'risk', limit: 1 };
    },
    answer: z.object({ items: z.tuple([session]), nextCursor: z.string() }),
    refusals: [
      { when: 'of more than 500', input: async () => ({ limit: 501 }), code: 'BAD_REQUEST', says: 'limit' },
    ],
  },
  {
    procedure: 'monitoring.facets',
    kind: 'query',
    scope: 'read',
    answer: z.object({
      personas: z.array(z.object({ personaId: z.string(), live: count })),
      campaigns: z.array(z.object({ campaignId: z.string(), live: count })),
    }),
  },
  {
    procedure: 'monitoring.fleet',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const personaId = anId('fleet');
      await push(await posted({ personaId }), 100, 6);
      return { personaId };
    },
    answer: z.object({
      at: instant,
      items: z
        .array(
          z.object({
            monitoringId: z.uuid(),
            variantId: z.string(),
            due: z.number().min(0).nullable(),
            received: count.nullable(),
            verdict: z.string(),
          }),
        )
        .max(1),
    }),
  },
  {
    procedure: 'monitoring.curve',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const variantId = await posted();
      await push(variantId, 100, 6);
      return { monitoringId: (await statusOf(variantId))['monitoringId'], maxPoints: 10 };
    },
    answer: z.object({
      points: z
        .array(
          z.object({
            at: instant,
            views: count,
            interactions: count,
            engagementRate: rate.nullable(),
            interactionsDue: z.number().min(0),
            upperBound: rate.nullable(),
          }),
        )
        .min(1),
      markers: z.array(z.object({ at: instant, type: z.string(), text: z.string(), override: z.null() })),
      thresholds: z.array(z.object({ at: instant, warn: rate, kill: rate, healthy: rate })).min(1),
      recorded: count,
    }),
    refusals: [
      {
        when: 'of a session that is unknown',
        input: async () => ({ monitoringId: crypto.randomUUID() }),
        code: 'NOT_FOUND',
        says: 'monitoringId',
      },
    ],
  },
  {
    procedure: 'monitoring.sparklines',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const variantId = await posted();
      await push(variantId, 100, 6);
      return { monitoringIds: [(await statusOf(variantId))['monitoringId']] };
    },
    answer: z.object({
      items: z.tuple([
        z.object({
          monitoringId: z.uuid(),
          points: z.array(z.object({ at: instant, engagementRate: rate.nullable() })).min(1),
        }),
      ]),
    }),
    refusals: [
      {
        when: 'of nothing',
        input: async () => ({ monitoringIds: [] }),
        code: 'BAD_REQUEST',
        says: 'monitoringIds',
      },
    ],
  },
  {
    procedure: 'monitoring.explain',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await posted() }),
    answer: z.object({
      status: z.literal('monitoring'),
      text: z.string().min(1),
      killThreshold: rate,
      caveats: z.array(z.string()),
      timeOut: z.null(),
      safety: z.array(condition),
      rules: z.array(
        z.object({
          reason: z.enum(['below_threshold', 'drop', 'evidence']),
          enabled: z.boolean(),
          breached: z.boolean(),
          conditions: z.array(condition),
        }),
      ),
    }),
    refusals: [unknown, notItsSession],
  },
  {
    procedure: 'monitoring.variant',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await posted({ content: 'The text' }) }),
    answer: z.object({
      variantId: z.string(),
      personaId: z.string(),
      campaignId: z.string().nullable(),
      content: z.literal('The text'),
      inPool: z.literal(true),
      leftPoolAt: z.null(),
      leftPoolReason: z.null(),
      scheduledPosts: z.array(z.unknown()),
    }),
    refusals: [unknown],
  },
  byHand('kill', posted, killedSession, { refusals: [hasEnded] }),
  byHand('stop', posted, session.extend({ status: z.literal('stopped'), endedAt: instant }), {
    refusals: [hasEnded],
  }),
  byHand('protect', posted, session.extend({ isProtected: z.literal(true) }), { refusals: [hasEnded] }),
  byHand('extend', posted, session.extend({ extendedSeconds: z.literal(60) }), {
    more: { seconds: 60 },
    refusals: [conflict('once the monitoring has ended', killed, 'variantId', { seconds: 60 })],
  }),
  byHand(
    'revive',
    killed,
    z.object({
      session: session.extend({ revivedAt: instant }),
      restoredPosts: count,
      isPostDeleted: z.boolean(),
    }),
    { refusals: [conflict('of a variant that was not killed', posted, 'is not killed')] },
  ),
  byHand(
    'approve',
    waiting,
    session.extend({ status: z.literal('killed'), killReason: z.literal('below_threshold') }),
    { refusals: [doesNotWait] },
  ),
  byHand(
    'dismiss',
    waiting,
    session.extend({ status: z.literal('monitoring'), isProtected: z.literal(true) }),
    { refusals: [doesNotWait] },
  ),
  {
    procedure: 'monitoring.retrySteps',
    kind: 'mutation',
    scope: 'control',
    input: async () => ({ variantId: await killed() }),
    answer: z.object({ retried: z.literal(0) }),
    refusals: [unknown, notItsSession],
  },
];
