import {
  mergeValues,
  type PolicyLayer,
  type PolicySubject,
  type PolicyValues,
  PRESETS,
  resolvePolicy,
} from '@cull/core';
import {
  clearOverride,
  listOverrideHistory,
  listOverrides,
  type OverrideResult,
  type Queryable,
  readPolicyValues,
  readVariant,
  restoreOverride,
  type Scope,
  setOverride,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import { auditedProcedure } from '../access/audit';
import type { Services } from '../context';
import { sinceOf } from '../period';
import { copyPolicy } from '../present/present';
import { toIso } from '../schemas/common';
import {
  changedThresholdsOutput,
  clearThresholdsInput,
  effectiveInput,
  effectivePolicyOutput,
  historyInput,
  historyOutput,
  overridesOutput,
  presetsOutput,
  previewInput,
  previewOutput,
  restoreThresholdsInput,
  type ScopeInput,
  setThresholdsInput,
  sweepInput,
  sweepOutput,
} from '../schemas/policy';
import { layersWith, refuseContradictions, subjectOf } from '../thresholds/policy-check';
import { readLayers } from '../thresholds/policy-reader';
import { previewPolicy } from '../thresholds/preview';
import { sweepKillRatio } from '../thresholds/sweep';
import { costlyProcedureFor, procedureFor, router } from '../trpc';

const PREVIEW_PERIOD = { defaultDays: 1, maxDays: 30 } as const;
const SWEEP_PERIOD = { defaultDays: 7, maxDays: 30 } as const;

export const thresholdsRouter = router({
  effective: procedureFor('read')
    .input(effectiveInput)
    .output(effectivePolicyOutput)
    .query(async ({ ctx: { services }, input }) => {
      const subject = await completeSubject(services, input);
      const layers = await services.policies.layers();
      const now = services.now();
      const learned = await services.policies.learned(subject.personaId);
      const { values, origins, version } = resolvePolicy(layers, subject, now, learned);
      const applying = layers.filter(
        (layer) => appliesTo(layer, subject) && (layer.expiresAt === null || now < layer.expiresAt),
      );
      const scopes = applying.map((layer) => ({
        type: layer.scopeType,
        id: layer.scopeId,
        version: layer.version,
        values: layer.values,
        expiresAt: toIso(layer.expiresAt),
      }));
      return { values: copyPolicy(values), origins: { ...origins }, version, scopes };
    }),

  /** Policies that are offered with one click: their values are to be set for a scope with `set`. */
  presets: procedureFor('read')
    .output(presetsOutput)
    .query(() => ({ items: PRESETS.map((preset) => ({ ...preset })) })),

  list: procedureFor('read')
    .output(overridesOutput)
    .query(async ({ ctx: { services } }) => ({
      items: (await listOverrides(services.db, services.now())).map(({ updatedAt, ...row }) => ({
        ...presentOverride(row),
        updatedAt: updatedAt.toISOString(),
      })),
    })),

  history: procedureFor('read')
    .input(historyInput)
    .output(historyOutput)
    .query(async ({ ctx: { services }, input: { scope, cursor, limit } }) => {
      const rows = await listOverrideHistory(services.db, scope && toScope(scope), cursor, limit);
      return {
        items: rows.map(({ at, action, ...row }) => ({
          ...presentOverride(row),
          action,
          at: at.toISOString(),
        })),
        nextCursor: rows.length === limit ? (rows.at(-1)?.version ?? null) : null,
      };
    }),

  set: auditedProcedure('control', setThresholdsInput)
    .output(changedThresholdsOutput)
    .mutation(async ({ ctx: { services, actor }, input }) => {
      const { note, expectedVersion, values, replace } = input;
      const scope = toScope(input.scope);
      const now = services.now();
      const expiresAt = input.expiresAt === undefined ? null : Date.parse(input.expiresAt);
      if (expiresAt !== null && expiresAt <= now) {
        throw new TRPCError({ code: 'BAD_REQUEST', message: `expiresAt: ${input.expiresAt} is in the past` });
      }
      const change = { scope, author: actor.name, note, expectedVersion, now };
      const subject = await completeSubject(services, subjectOf(scope));
      const check = (merged: PolicyValues, db: Queryable) =>
        readLayers(db).then((layers) => refuseContradictions(db, layers, scope, merged, subject, now));
      const wanted = { values, replace, expiresAt };
      return concluded(services, scope, await setOverride(services.db.pool, change, wanted, check));
    }),

  preview: costlyProcedureFor('read')
    .input(previewInput)
    .output(previewOutput)
    .query(async ({ ctx: { services }, input, signal }) => {
      const scope = toScope(input.scope);
      const now = services.now();
      const since = sinceOf(input.since, now, PREVIEW_PERIOD);
      const before = (await services.policies.layers()).filter(
        ({ expiresAt }) => expiresAt === null || now < expiresAt,
      );
      const own = before.find((l) => l.scopeType === scope.scopeType && l.scopeId === scope.scopeId);
      const values = input.replace ? input.values : mergeValues(own?.values ?? {}, input.values);
      const subject = await completeSubject(services, subjectOf(scope));
      await refuseContradictions(services.db.pool, before, scope, values, subject, now);
      const after = layersWith(before, scope, values);
      return previewPolicy(services, scope, { before, after }, { since, endedOnly: input.endedOnly }, signal);
    }),

  /** What each kill ratio would have done: kills against false kills and views saved. */
  sweep: costlyProcedureFor('read')
    .input(sweepInput)
    .output(sweepOutput)
    .query(async ({ ctx: { services }, input, signal }) => {
      const scope = toScope(input.scope);
      const now = services.now();
      const since = sinceOf(input.since, now, SWEEP_PERIOD);
      const layers = (await services.policies.layers()).filter(
        ({ expiresAt }) => expiresAt === null || now < expiresAt,
      );
      const own = layers.find((l) => l.scopeType === scope.scopeType && l.scopeId === scope.scopeId);
      const values = mergeValues(own?.values ?? {}, input.values);
      return sweepKillRatio(services, scope, layersWith(layers, scope, values), since, signal);
    }),

  restore: auditedProcedure('control', restoreThresholdsInput)
    .output(changedThresholdsOutput)
    .mutation(async ({ ctx: { services, actor }, input: { note, expectedVersion, version, ...input } }) => {
      const scope = toScope(input.scope);
      const now = services.now();
      const change = { scope, author: actor.name, note, expectedVersion, now };
      const subject = await completeSubject(services, subjectOf(scope));
      const check = (values: PolicyValues, db: Queryable) =>
        readLayers(db).then((layers) => refuseContradictions(db, layers, scope, values, subject, now));
      return concluded(services, scope, await restoreOverride(services.db.pool, change, version, check));
    }),

  clear: auditedProcedure('control', clearThresholdsInput)
    .output(changedThresholdsOutput)
    .mutation(async ({ ctx: { services, actor }, input: { note, expectedVersion, ...input } }) => {
      const scope = toScope(input.scope);
      const change = { scope, author: actor.name, note, expectedVersion, now: services.now() };
      return concluded(services, scope, await clearOverride(services.db.pool, change));
    }),
});

function toScope({ type, id = '' }: ScopeInput): Scope {
  return { scopeType: type, scopeId: id };
}

function presentOverride(
  row: Scope & { values: unknown; version: number; author: string; note: string; expiresAt: Date | null },
) {
  const { values, unreadable = [] } = readPolicyValues(row.values);
  return {
    scope: { type: row.scopeType, id: row.scopeId },
    values,
    unreadable: [...unreadable],
    version: row.version,
    author: row.author,
    note: row.note,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

/** A variant brings its persona and campaign along. */
async function completeSubject({ db }: Services, subject: PolicySubject): Promise<PolicySubject> {
  if (!subject.variantId) return subject;
  const variant = await readVariant(db, subject.variantId);
  return variant === null
    ? subject
    : { personaId: variant.personaId, campaignId: variant.campaignId, ...subject };
}

function appliesTo(
  { scopeType, scopeId }: PolicyLayer,
  { personaId, campaignId, variantId }: PolicySubject,
): boolean {
  const wanted = { global: '', persona: personaId, campaign: campaignId, variant: variantId }[scopeType];
  return scopeId === wanted;
}

/** Variants that are live already are looked at again at once. */
async function concluded(
  { policies, notices, producer, notifier, log }: Services,
  { scopeType, scopeId }: Scope,
  result: OverrideResult,
): Promise<{ version: number }> {
  if (!result.ok && result.code === 'unreadable_version') {
    const message = `version: it has values that this version of Cull can't read; set the values that are wanted instead`;
    throw new TRPCError({ code: 'BAD_REQUEST', message });
  }
  if (!result.ok && result.code !== 'stale') {
    const named = [scopeType, scopeId].join(' ').trim();
    const message = {
      nothing_to_clear: `scope: ${named} has no active override`,
      unknown_version: `version: ${named} never had this version`,
    }[result.code];
    throw new TRPCError({ code: 'NOT_FOUND', message });
  }
  if (!result.ok) {
    const message = `expectedVersion: the scope is at version ${result.currentVersion} now. Reload it before you change it`;
    throw new TRPCError({ code: 'CONFLICT', message });
  }
  policies.forget();
  notices.forget();
  // Without the queue the next tick of each shard sees the change.
  await producer
    .evaluateAllShards()
    .catch((error: unknown) => log.error({ error }, 'the change waits for the next ticks'));
  notifier.publish({ kind: 'policies' });
  notifier.publish({ kind: 'events' });
  return { version: result.version };
}
