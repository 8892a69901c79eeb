import { z } from 'zod';
import { mutate } from '../orchestrator';
import { type Contract, count, instant, type Refusal } from './contract';
import { anId } from './world';

const REASON = 'for the contract';
const personaScope = () => ({ type: 'persona', id: anId('persona') });

const halts = z.object({
  halts: z.array(
    z.object({
      kind: z.enum(['paused', 'breaker']),
      scope: z.object({ type: z.enum(['global', 'persona', 'source']), id: z.string().nullable() }),
      reason: z.string(),
      actor: z.string(),
      since: instant,
      until: instant.nullable(),
    }),
  ),
});

const percentiles = z.object({ p50: count, p95: count, max: count }).nullable();

const system: readonly Contract[] = [
  {
    procedure: 'system.history',
    kind: 'query',
    scope: 'read',
    input: async () => ({ hours: 1 }),
    answer: z.object({
      stepSeconds: z.literal(60),
      points: z
        .array(
          z.object({
            at: instant,
            workers: count,
            lagP95: z.number().nullable(),
            tookP95: z.number().nullable(),
            sourceCalls: count,
            sourceP95: z.number().nullable(),
            kills: count,
            killP95: z.number().nullable(),
          }),
        )
        .length(60),
    }),
  },
  {
    procedure: 'system.status',
    kind: 'query',
    scope: 'read',
    answer: halts.extend({
      at: instant,
      unreadablePolicies: z.array(z.never()),
      queueProblem: z.null(),
      waitingForApproval: count,
      failedKillSteps: count,
      failedKillVariants: z.array(z.string()),
      shards: z.array(z.object({ shard: count, workerId: z.string(), tickedAt: instant })),
      workers: z.array(
        z.object({
          workerId: z.string(),
          startedAt: instant,
          seenAt: instant,
          ticks: count,
          lag: percentiles,
          took: percentiles,
        }),
      ),
      sources: z.array(
        z.object({
          source: z.string(),
          state: z.string(),
          detail: z.string().nullable(),
          since: instant,
          updatedAt: instant,
          retryAt: instant.nullable(),
          usedPercent: z.number().nullable(),
        }),
      ),
      queues: z.record(
        z.string(),
        z.object({
          waiting: count,
          active: count,
          delayed: count,
          failed: count,
          oldestAt: instant.nullable(),
        }),
      ),
    }),
  },
  {
    procedure: 'system.pause',
    kind: 'mutation',
    scope: 'control',
    input: async () => ({ scope: personaScope(), reason: REASON }),
    answer: halts,
    refusals: [
      {
        when: 'of a persona that is not named',
        input: async () => ({ scope: { type: 'persona' }, reason: REASON }),
        code: 'BAD_REQUEST',
        says: 'scope.id',
      },
    ],
  },
  {
    procedure: 'system.resume',
    kind: 'mutation',
    scope: 'control',
    input: async () => {
      const scope = personaScope();
      await mutate('system.pause', { scope, reason: REASON });
      return { scope, reason: REASON };
    },
    answer: halts,
    refusals: [
      {
        when: 'of what is not halted',
        input: async () => ({ scope: personaScope(), reason: REASON }),
        code: 'CONFLICT',
        says: 'scope',
      },
    ],
  },
];

const key = z.object({
  keyId: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  state: z.enum(['in_force', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  replacedBy: z.uuid().nullable(),
});
const newKey = key.extend({ key: z.string().startsWith('cull_'), state: z.literal('in_force') });

const aKey = () => ({ name: anId('contract'), scopes: ['read'] });
const made = async () => newKey.parse(await mutate('keys.create', aKey())).keyId;
const unknown: Refusal = {
  when: 'of a key that is unknown',
  input: async () => ({ keyId: crypto.randomUUID() }),
  code: 'NOT_FOUND',
  says: 'keyId',
};
const revoked: Refusal = {
  when: 'of a key that was revoked',
  input: async () => {
    const keyId = await made();
    await mutate('keys.revoke', { keyId });
    return { keyId };
  },
  code: 'CONFLICT',
  says: 'keyId',
};

const keys: readonly Contract[] = [
  {
    procedure: 'keys.list',
    kind: 'query',
    scope: 'admin',
    answer: z.object({ items: z.array(key).min(1) }),
  },
  {
    procedure: 'keys.create',
    kind: 'mutation',
    scope: 'admin',
    input: async () => aKey(),
    answer: newKey,
    refusals: [
      {
        when: 'with a scope that there is not',
        input: async () => ({ ...aKey(), scopes: ['everything'] }),
        code: 'BAD_REQUEST',
        says: 'scopes',
      },
    ],
  },
  {
    procedure: 'keys.revoke',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ keyId: await made() }),
    answer: key.extend({ state: z.literal('revoked'), revokedAt: instant }),
    refusals: [unknown, revoked],
  },
  {
    procedure: 'keys.rotate',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ keyId: await made(), graceSeconds: 60 }),
    answer: newKey,
    refusals: [unknown, revoked],
  },
];

export const administration: readonly Contract[] = [...system, ...keys];
