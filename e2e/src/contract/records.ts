import { z } from 'zod';
import { query } from '../orchestrator';
import { type Contract, instant } from './contract';
import { killed } from './world';

const decision = z.object({
  decisionId: z.uuid(),
  monitoringId: z.uuid(),
  variantId: z.string(),
  personaId: z.string(),
  campaignId: z.string().nullable(),
  outcome: z.literal('killed'),
  reason: z.literal('manual'),
  text: z.string().min(1),
  actor: z.string().startsWith('key:'),
  note: z.string().nullable(),
  policyVersion: z.number(),
  observedAt: instant.nullable(),
  decidedAt: instant,
  isRevivable: z.boolean(),
  excerpt: z.string().nullable(),
  startedAt: instant,
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable(),
  interactionsDue: z.number().nullable(),
  expectedEngagementRate: z.number(),
  killThreshold: z.number(),
  warnThreshold: z.number(),
  wentBadAt: instant.nullable(),
});

/** The decision on a variant that was killed by hand. */
async function decisionId(): Promise<string> {
  const answer = await query('decisions.list', { variantId: await killed() });
  return decisions.parse(answer).items[0].decisionId;
}
const decisions = z.object({ items: z.tuple([decision]), nextCursor: z.string().nullable() });

/** The record of every ending, of every would-have-killed, and of everything else that happened. */
export const records: readonly Contract[] = [
  {
    procedure: 'events.list',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await killed(), types: ['variant.killed'], limit: 1 }),
    answer: z.object({
      items: z.tuple([
        z.object({
          id: z.string(),
          at: instant,
          type: z.literal('variant.killed'),
          monitoringId: z.uuid(),
          variantId: z.string(),
          personaId: z.string(),
          data: z.record(z.string(), z.unknown()),
        }),
      ]),
      nextCursor: z.string(),
    }),
    refusals: [
      {
        when: 'behind a cursor that it never gave',
        input: async () => ({ cursor: 'yesterday' }),
        code: 'BAD_REQUEST',
        says: 'cursor',
      },
      {
        when: 'of a type that there is not',
        input: async () => ({ types: ['variant.resurrected'] }),
        code: 'BAD_REQUEST',
        says: 'types',
      },
    ],
  },
  {
    procedure: 'decisions.list',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await killed(), outcome: 'killed', limit: 1 }),
    answer: decisions,
    refusals: [
      {
        when: 'behind a cursor that it never gave',
        input: async () => ({ cursor: crypto.randomUUID() }),
        code: 'BAD_REQUEST',
        says: 'cursor',
      },
    ],
  },
  {
    procedure: 'decisions.get',
    kind: 'query',
    scope: 'read',
    input: async () => ({ decisionId: await decisionId() }),
    answer: decision.extend({
      explanation: z.object({ status: z.literal('killed'), rules: z.array(z.unknown()) }),
      policy: z.object({ killRatio: z.number() }),
    }),
    refusals: [
      {
        when: 'of a decision that is unknown',
        input: async () => ({ decisionId: crypto.randomUUID() }),
        code: 'NOT_FOUND',
        says: 'decisionId',
      },
    ],
  },
];
