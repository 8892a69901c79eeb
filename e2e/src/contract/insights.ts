import { z } from 'zod';
import { type Contract, count, instant, rate } from './contract';
import { anId, killed, posted } from './world';

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const share = z.object({ share: rate, low: rate, high: rate });
const percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

const kills = z.object({ kills: count, judged: count, regretted: count, falseShare: share.nullable() });
const killFigures = kills.extend({ rules: z.array(kills.extend({ reason: z.string() })) });

const spared = z.object({
  spared: count,
  judged: count,
  falseVerdicts: count,
  falseShare: share.nullable(),
  kills: count,
  avoided: z.discriminatedUnion('known', [
    z.object({ known: z.literal(false), spared: count, needed: count }),
    z.object({
      known: z.literal(true),
      spared: count,
      viewsPerKill: estimate,
      views: estimate,
      spend: estimate.nullable(),
    }),
  ]),
});

const costs = z.object({
  postingsPerDay: z.number(),
  rules: z.array(
    z.object({
      rule: z.enum(['literal', 'evidence']),
      reasons: z.array(z.string()).min(1),
      falseKillsPerDay: estimate.nullable(),
      basis: z.enum(['bound', 'measured', 'not_known_yet']),
      text: z.string().endsWith('.'),
    }),
  ),
});

/** What an account's own history says of its kills and its expectations. */
export const insights: readonly Contract[] = [
  {
    procedure: 'insights.calibration',
    kind: 'query',
    scope: 'read',
    input: async () => ({}),
    answer: z.object({
      since: instant,
      truncated: z.boolean(),
      total: z.object({
        sessions: count,
        survivors: count,
        killedFollowed: count,
        killedUnfollowed: count,
        isCensored: z.boolean(),
        factor: estimate.nullable(),
        suggestedFactor: z.number().nullable(),
        suggestionWaitsFor: z.string().nullable(),
      }),
      personas: z.array(z.object({ personaId: z.string(), sessions: count })),
      campaigns: z.array(z.object({ campaignId: z.string(), sessions: count })),
    }),
  },
  {
    procedure: 'insights.outcomes',
    kind: 'query',
    scope: 'read',
    input: async () => ({}),
    answer: z.object({
      since: instant,
      truncated: z.boolean(),
      funnel: z.object({
        posted: count,
        read: count,
        killedByRules: count,
        followed: count,
        falseKills: count,
      }),
      ratios: z.array(z.object({ from: z.number(), passed: count, killed: count })).length(21),
      timesToKill: z
        .array(z.object({ fromSeconds: count, toSeconds: count.nullable(), kills: count }))
        .length(7),
      pairs: z.array(
        z.object({
          personaId: z.string(),
          campaignId: z.string().nullable(),
          variants: count,
          killed: count,
          ratio: z.number().nullable(),
        }),
      ),
      points: z.array(
        z.object({
          variantId: z.string(),
          monitoringId: z.string(),
          expectedEngagementRate: rate,
          engagementRate: z.number(),
          isKilled: z.boolean(),
        }),
      ),
    }),
  },
  {
    procedure: 'insights.reactions',
    kind: 'query',
    scope: 'read',
    input: async () => ({ personaId: anId('nobody') }),
    answer: z.object({ since: instant, estimate: z.null() }),
  },
  {
    procedure: 'insights.timeline',
    kind: 'query',
    scope: 'read',
    input: async () => ({}),
    answer: z.object({
      since: instant,
      bucketSeconds: z.literal(86_400),
      buckets: z.array(z.object({ at: instant, personaId: z.string(), reason: z.string(), kills: count })),
      kills: count,
      timeToKill: percentiles,
      viewsAvoided: estimate.nullable(),
      spendAvoided: estimate.nullable(),
      latency: z.object({
        observedToDecided: percentiles,
        decidedToDone: percentiles,
        observedToDone: percentiles,
        histogram: z.array(z.object({ upToMs: z.number().nullable(), kills: count })).length(8),
      }),
    }),
  },
  {
    procedure: 'insights.trends',
    kind: 'query',
    scope: 'read',
    answer: z.object({
      hours: z
        .array(
          z.object({
            at: instant,
            posted: count,
            killed: count,
            timedOut: count,
            stopped: count,
            killLatencyP95Ms: z.number().nullable(),
          }),
        )
        .length(24),
    }),
  },
  {
    procedure: 'insights.kills',
    kind: 'query',
    scope: 'read',
    input: async () => {
      await killed();
      return {};
    },
    answer: z.object({
      since: instant,
      total: killFigures,
      personas: z.array(killFigures.extend({ personaId: z.string() })).min(1),
    }),
  },
  {
    procedure: 'insights.spared',
    kind: 'query',
    scope: 'read',
    input: async () => ({}),
    answer: z.object({
      since: instant,
      total: spared,
      rules: z.array(spared.extend({ reason: z.string() })),
      personas: z.array(spared.extend({ personaId: z.string() })),
    }),
    refusals: [
      {
        when: 'of a period that is too long',
        input: async () => ({ since: '2020-01-01T00:00:00Z' }),
        code: 'BAD_REQUEST',
        says: 'since',
      },
    ],
  },
  {
    procedure: 'insights.costs',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const personaId = anId('costs');
      await posted({ personaId });
      return { personaId };
    },
    answer: z.object({
      days: z.number().min(1).max(7),
      total: costs,
      personas: z.tuple([costs.extend({ personaId: z.string(), mode: z.string() })]),
    }),
  },
  {
    procedure: 'insights.notices',
    kind: 'query',
    scope: 'read',
    answer: z.object({
      at: instant,
      items: z.array(
        z.object({
          kind: z.enum(['literal_false_kills', 'delay_refuted', 'expectation_suspect', 'interactions_step']),
          personaId: z.string().nullable(),
          text: z.string().endsWith('.'),
          preset: z.literal('careful').nullable(),
          values: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
    }),
  },
];
