import { EVENT_SCHEMAS, type SchemedEventData } from '@cull/db';
import { z } from 'zod';

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
const ADA = { accountId: '2f6e2c1a-6a0e-4c39-9a0c-0d6c0f6f7a10', account: 'Ada on Threads' };

/** An example of each event's data. */
export const EVENT_EXAMPLES: SchemedEventData = {
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

const TIMESTAMP = '2026-02-23T00:00:00.000Z';

/** The `webhooks` of the OpenAPI document: what a webhook is sent of blocked kills, pauses, accounts, budgets and checks that are behind. */
export function webhookOperations() {
  return Object.fromEntries(
    Object.entries(EVENT_SCHEMAS).map(([type, data]) => [type, { post: operation(type, data) }]),
  );
}

function operation(type: string, data: z.ZodObject) {
  const event = z.object({
    type: z.literal(type),
    timestamp: z.string().describe('When it happened, ISO 8601.'),
    data,
  });
  const { $schema: _, ...schema } = z.toJSONSchema(event, { io: 'output' });
  const example = { type, timestamp: TIMESTAMP, data: exampleOf(type) };
  return {
    summary: data.description ?? type,
    description: 'Signed by Standard Webhooks.',
    requestBody: { required: true, content: { 'application/json': { schema, example } } },
    responses: { '2XX': { description: 'Accepted. After any other status, Cull sends it again later.' } },
  };
}

function exampleOf(type: string): unknown {
  return Object.entries(EVENT_EXAMPLES).find(([name]) => name === type)?.[1];
}
