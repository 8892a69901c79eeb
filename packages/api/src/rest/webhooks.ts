import { TROUBLE_EVENTS, type TroubleEventData, type TroubleEventType } from '@cull/db';
import { z } from 'zod';

const ADA = { accountId: '2f6e2c1a-6a0e-4c39-9a0c-0d6c0f6f7a10', account: 'Ada on Threads' };

/** An example of each event's data. */
export const EVENT_EXAMPLES: { readonly [Type in TroubleEventType]: TroubleEventData<Type> } = {
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
    text: "The policy of persona ada can't be read (forecast), so its kills by rules are held back. Reset it under Thresholds.",
  },
};

const TIMESTAMP = '2026-02-23T00:00:00.000Z';

/** The `webhooks` of the OpenAPI document: what a webhook is sent of accounts, budgets and checks that are behind. */
export function webhookOperations() {
  return Object.fromEntries(
    Object.entries(TROUBLE_EVENTS).map(([type, data]) => [type, { post: operation(type, data) }]),
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
    responses: { '2XX': { description: 'Taken; anything else is sent again later.' } },
  };
}

function exampleOf(type: string): unknown {
  return Object.entries(EVENT_EXAMPLES).find(([name]) => name === type)?.[1];
}
