import {
  DEFAULT_ACCOUNT,
  generateApiKey,
  listApiKeys,
  readAccount,
  readApiKey,
  revokeApiKey,
  rotateApiKey,
  storeApiKey,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import { auditedProcedure, confirmedProcedure } from '../access/audit';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import {
  createKeyInput,
  keyInput,
  keyOutput,
  keysOutput,
  newKeyOutput,
  rotateKeyInput,
} from '../schemas/keys';
import { procedureFor, router } from '../trpc';

/** The API keys of programs. */
export const keysRouter = router({
  list: procedureFor('admin')
    .output(keysOutput)
    .query(async ({ ctx: { services } }) => ({
      items: (await listApiKeys(services.db)).map((row) => presentKey(row, services.now())),
    })),

  create: confirmedProcedure(createKeyInput)
    .output(newKeyOutput)
    .mutation(async ({ ctx: { services, actor }, input: { name, scopes, expiresAt, ...asked } }) => {
      const key = generateApiKey();
      const ends = endOf(expiresAt, services.now());
      const reach = { personaIds: asked.personaIds ?? [], sources: asked.sources ?? [] };
      await demandKnown(services, reach.sources);
      const made = { name, scopes, expiresAt: ends, createdBy: actor.name, reach };
      const keyId = await storeApiKey(services.db, key, made);
      services.log.warn({ keyId, name, scopes, actor: actor.name }, 'an API key was made');
      return { ...(await presentStored(services, keyId)), key };
    }),

  /** Ends a key at once; calls with it are refused from then on. */
  revoke: auditedProcedure('admin', keyInput)
    .output(keyOutput)
    .mutation(async ({ ctx: { services, actor }, input: { keyId } }) => {
      if (!(await revokeApiKey(services.db, keyId, services.now()))) throw await notInForce(services, keyId);
      services.notifier.publish({ kind: 'access' });
      services.log.warn({ keyId, actor: actor.name }, 'an API key was revoked');
      return presentStored(services, keyId);
    }),

  /** A new key with the old one's name and scopes; the old one goes on for a while. */
  rotate: confirmedProcedure(rotateKeyInput)
    .output(newKeyOutput)
    .mutation(async ({ ctx: { services, actor }, input: { keyId, graceSeconds, expiresAt } }) => {
      const now = services.now();
      const oldUntil = now + graceSeconds * 1000;
      const made = await rotateApiKey(services.db, keyId, {
        oldUntil,
        expiresAt: endOf(expiresAt, now),
        createdBy: actor.name,
        now,
      });
      if (made === null) throw await notInForce(services, keyId);
      services.notifier.publish({ kind: 'access' });
      services.log.warn({ keyId, newKeyId: made.id, actor: actor.name }, 'an API key was rotated');
      return { ...(await presentStored(services, made.id)), key: made.key };
    }),
});

/** @throws BAD_REQUEST for an account that there is not. */
async function demandKnown({ db }: Services, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    if (source === 'push' || source === DEFAULT_ACCOUNT || (await readAccount(db.pool, source)) !== null)
      continue;
    throw new TRPCError({ code: 'BAD_REQUEST', message: `sources: ${source} is not a known account` });
  }
}

function endOf(expiresAt: string | undefined, now: number): Date | null {
  if (expiresAt === undefined) return null;
  const ends = new Date(expiresAt);
  if (ends.getTime() > now) return ends;
  throw new TRPCError({ code: 'BAD_REQUEST', message: `expiresAt: ${expiresAt} is in the past` });
}

async function notInForce({ db }: Services, keyId: string): Promise<TRPCError> {
  return (await readApiKey(db, keyId)) === null
    ? new TRPCError({ code: 'NOT_FOUND', message: `keyId: ${keyId} is unknown` })
    : new TRPCError({ code: 'CONFLICT', message: `keyId: ${keyId} is expired or revoked already` });
}

async function presentStored(services: Services, keyId: string) {
  const row = await readApiKey(services.db, keyId);
  if (row === null) throw await notInForce(services, keyId);
  return presentKey(row, services.now());
}

type KeyRow = NonNullable<Awaited<ReturnType<typeof readApiKey>>>;

function presentKey({ id, name, prefix, scopes, replacedBy, ...rest }: KeyRow, now: number) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt, createdBy, personaIds, sources } = rest;
  const isExpired = expiresAt !== null && expiresAt.getTime() <= now;
  return {
    keyId: id,
    name,
    prefix,
    scopes,
    createdBy,
    personaIds,
    sources,
    state:
      revokedAt !== null ? ('revoked' as const) : isExpired ? ('expired' as const) : ('in_force' as const),
    createdAt: toIso(createdAt.getTime()),
    expiresAt: toIso(expiresAt?.getTime() ?? null),
    lastUsedAt: toIso(lastUsedAt?.getTime() ?? null),
    revokedAt: toIso(revokedAt?.getTime() ?? null),
    replacedBy,
  };
}
