import { z } from 'zod';
import { mutate } from '../orchestrator';
import { type Contract, count, instant, type Refusal } from './contract';
import { anId, posted } from './world';

/** Every value of a policy. */
export const policyValues = z.object({
  mode: z.enum(['off', 'shadow', 'approve', 'auto']),
  killRatio: z.number(),
  warnRatio: z.number(),
  minInteractions: count,
  minViews: count,
  warmupSeconds: count,
  consecutiveBreaches: count,
  windowSeconds: count,
  belowThreshold: z.object({ enabled: z.boolean(), reactionDelaySeconds: z.number().min(0) }),
  evidence: z.object({
    enabled: z.boolean(),
    alpha: z.number(),
    healthyRatio: z.number(),
    reactionDelaySeconds: z.number().min(0),
    dispersion: z.number(),
  }),
  drop: z.object({ action: z.enum(['off', 'warn', 'kill']) }),
  siblings: z.object({
    enabled: z.literal(false),
    guard: z.enum(['off', 'warn', 'block']),
    minSiblings: count,
  }),
  holdoutRate: z.number().min(0).max(0.5),
  maxCheckIntervalSeconds: count,
  staleAfterSeconds: count,
  deletePost: z.boolean(),
  maxKillsPerMinute: count.nullable(),
  minPoolSize: count,
});

const override = z.object({
  scope: z.object({ type: z.enum(['global', 'persona', 'campaign', 'variant']), id: z.string() }),
  values: z.record(z.string(), z.unknown()),
  unreadable: z.array(z.never()),
  version: count,
  author: z.string(),
  note: z.string(),
  expiresAt: instant.nullable(),
});

const NOTE = 'for the contract';
const personaScope = () => ({ type: 'persona', id: anId('persona') });

/** A scope that has an override. */
async function overridden() {
  const scope = personaScope();
  await mutate('thresholds.set', { scope, values: { killRatio: 0.4 }, note: NOTE });
  return scope;
}

const ofOutside = (more: Record<string, unknown>): Refusal => ({
  when: 'of a value beyond its range',
  input: async () => ({ scope: personaScope(), values: { killRatio: 2 }, ...more }),
  code: 'BAD_REQUEST',
  says: 'values.killRatio',
});

export const thresholds: readonly Contract[] = [
  {
    procedure: 'thresholds.effective',
    kind: 'query',
    scope: 'read',
    input: async () => ({ variantId: await posted({ personaId: (await overridden()).id }) }),
    answer: z.object({
      values: policyValues.extend({ killRatio: z.literal(0.4) }),
      origins: z.object({ killRatio: z.literal('persona') }),
      version: count,
    }),
  },
  {
    procedure: 'thresholds.list',
    kind: 'query',
    scope: 'read',
    answer: z.object({ items: z.array(override.extend({ updatedAt: instant })) }),
  },
  {
    procedure: 'thresholds.history',
    kind: 'query',
    scope: 'read',
    input: async () => ({ scope: await overridden() }),
    answer: z.object({
      items: z.tuple([override.extend({ action: z.literal('set'), at: instant })]),
      nextCursor: z.null(),
    }),
  },
  {
    procedure: 'thresholds.presets',
    kind: 'query',
    scope: 'read',
    answer: z.object({
      items: z
        .array(
          z.object({
            id: z.string(),
            name: z.string(),
            description: z.string(),
            values: z.record(z.string(), z.unknown()),
          }),
        )
        .min(1),
    }),
  },
  {
    procedure: 'thresholds.set',
    kind: 'mutation',
    scope: 'control',
    input: async () => ({
      scope: personaScope(),
      values: { mode: 'shadow', evidence: { alpha: 0.01 } },
      note: NOTE,
      expectedVersion: 0,
      expiresAt: '2099-01-01T00:00:00Z',
    }),
    answer: z.object({ version: count }),
    refusals: [
      {
        when: 'on a version that is stale',
        input: async () => ({
          scope: await overridden(),
          values: { killRatio: 0.3 },
          note: NOTE,
          expectedVersion: 0,
        }),
        code: 'CONFLICT',
        says: 'expectedVersion',
      },
      ofOutside({ note: NOTE }),
      {
        when: 'without a note',
        input: async () => ({ scope: personaScope(), values: { killRatio: 0.3 } }),
        code: 'BAD_REQUEST',
        says: 'note',
      },
    ],
  },
  {
    procedure: 'thresholds.restore',
    kind: 'mutation',
    scope: 'control',
    input: async () => {
      const scope = personaScope();
      const { version } = await mutate('thresholds.set', { scope, values: { killRatio: 0.4 }, note: NOTE });
      return { scope, version, note: NOTE };
    },
    answer: z.object({ version: count }),
    refusals: [
      {
        when: 'of a version that there never was',
        input: async () => ({ scope: await overridden(), version: 1_000_000_000, note: NOTE }),
        code: 'NOT_FOUND',
        says: 'version',
      },
    ],
  },
  {
    procedure: 'thresholds.clear',
    kind: 'mutation',
    scope: 'control',
    input: async () => ({ scope: await overridden(), note: NOTE }),
    answer: z.object({ version: count }),
    refusals: [
      {
        when: 'where there is nothing to clear',
        input: async () => ({ scope: personaScope(), note: NOTE }),
        code: 'NOT_FOUND',
        says: 'scope',
      },
    ],
  },
  {
    procedure: 'thresholds.preview',
    kind: 'query',
    scope: 'read',
    input: async () => ({
      scope: personaScope(),
      values: { killRatio: 0.6 },
      since: new Date(Date.now() - 3_600_000).toISOString(),
    }),
    answer: z.object({
      since: instant,
      recorded: count,
      truncated: z.boolean(),
      total: z.object({
        sessions: count,
        wouldHaveKilled: count,
        wouldHaveSpared: count,
        killedNow: count,
        laterRecovered: count,
      }),
      personas: z.array(z.object({ personaId: z.string() })),
    }),
    refusals: [ofOutside({})],
  },
  {
    procedure: 'thresholds.sweep',
    kind: 'query',
    scope: 'read',
    input: async () => ({ scope: personaScope() }),
    answer: z.object({
      since: instant,
      sessions: count,
      truncated: z.boolean(),
      points: z.array(
        z.object({ killRatio: z.number(), kills: count, falseKills: count, viewsAfterKill: count }),
      ),
    }),
    refusals: [ofOutside({})],
  },
];
