import { type Ending, explain, type HoldCause, type Standing } from '@cull/core';
import {
  approveKill,
  type DecidedEnding,
  type DecisionRecord,
  dismissApproval,
  type EndedSession,
  endSessions,
  extendSession,
  type MonitoringRow,
  retryFailedSteps,
  revive,
  setProtection,
  type TermsChange,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import type { Actor } from '../access/access';
import { auditedProcedure } from '../access/audit';
import type { Services } from '../context';
import { toEngine } from '../present/present';
import { toIso } from '../schemas/common';
import {
  extendInput,
  handInput,
  monitoringOutput,
  protectInput,
  retriedOutput,
  revivedOutput,
  targetInput,
} from '../schemas/monitoring';
import { readContext } from '../sessions/check-context';
import { present, type SessionTarget, sessionOf, sessionToChange } from '../sessions/newest-session';

/** What a person does to one variant: each with a reason, each on record under their name. */
export const handControls = {
  kill: auditedProcedure('control', handInput)
    .output(monitoringOutput)
    .mutation(async ({ ctx: { services, actor }, input: { reason, ...target } }) => {
      const row = await sessionToChange(services, target);
      const ending: Ending = { outcome: 'killed', reason: 'manual' };
      const standing: Standing = { status: 'killed', reason: 'manual', actor: actor.name, note: reason };
      return endByHand(services, row, { ending, standing, actor, note: reason });
    }),

  stop: auditedProcedure('control', handInput)
    .output(monitoringOutput)
    .mutation(async ({ ctx: { services, actor }, input: { reason, ...target } }) => {
      const row = await sessionToChange(services, target);
      const ending: Ending = { outcome: 'stopped', reason: null };
      const standing: Standing = { status: 'stopped', actor: actor.name, note: reason };
      return endByHand(services, row, { ending, standing, actor, note: reason });
    }),

  protect: auditedProcedure('control', protectInput)
    .output(monitoringOutput)
    .mutation(({ ctx: { services, actor }, input: { reason, isProtected, ...target } }) =>
      changeTerms(services, target, actor, reason, (change) =>
        setProtection(services.db.pool, change, isProtected),
      ),
    ),

  extend: auditedProcedure('control', extendInput)
    .output(monitoringOutput)
    .mutation(({ ctx: { services, actor }, input: { reason, seconds, ...target } }) =>
      changeTerms(services, target, actor, reason, (change) =>
        extendSession(services.db.pool, change, seconds),
      ),
    ),

  approve: auditedProcedure('control', handInput)
    .output(monitoringOutput)
    .mutation(async ({ ctx: { services, actor }, input: { reason: note, ...target } }) => {
      const row = await sessionToChange(services, target);
      const reason = waitingReason(row);
      const standing: Standing = { status: 'killed', reason, approval: { actor: actor.name, note } };
      const decided = await decidedByHand(services, row, {
        ending: { outcome: 'killed', reason },
        standing,
        actor,
        note,
      });
      const ended = await approveKill(services.db.pool, decided);
      if (ended === null) throw notWaiting(row.variantId);
      return endedByHand(services, row, decided, ended);
    }),

  dismiss: auditedProcedure('control', handInput)
    .output(monitoringOutput)
    .mutation(async ({ ctx: { services, actor }, input: { reason: note, ...target } }) => {
      const row = await sessionToChange(services, target);
      const reason = waitingReason(row);
      const record = await recordOf(
        services,
        row,
        actor,
        note,
        { outcome: 'dismissed', reason },
        'protected',
      );
      if (!(await dismissApproval(services.db.pool, record))) throw notWaiting(row.variantId);
      return told(services, row);
    }),

  revive: auditedProcedure('control', handInput)
    .output(revivedOutput)
    .mutation(async ({ ctx: { services, actor }, input: { reason: note, ...target } }) => {
      const row = await sessionToChange(services, target);
      const record = await recordOf(services, row, actor, note, { outcome: 'revived', reason: null }, null);
      const revival = await revive(services.db.pool, record);
      if (revival === null) {
        // Posted again in between, it is refused for that.
        const { status } = await sessionToChange(services, {
          variantId: row.variantId,
          monitoringId: row.id,
        });
        const why = status === 'killed' ? 'was revived before' : `is not killed but ${status}`;
        throw new TRPCError({ code: 'CONFLICT', message: `variantId: ${row.variantId} ${why}` });
      }
      return { session: await told(services, row), ...revival };
    }),

  retrySteps: auditedProcedure('control', targetInput)
    .output(retriedOutput)
    .mutation(async ({ ctx: { services, actor }, input: target }) => {
      const row = await sessionToChange(services, target);
      const kill = { ...row, monitoringId: row.id };
      const stepIds = await retryFailedSteps(services.db.pool, kill, actor.name, services.now());
      await queueSteps(services, row.id, stepIds);
      await told(services, row);
      return { retried: stepIds.length };
    }),
};

interface HandEnding {
  readonly ending: Ending;
  readonly standing: Standing;
  readonly actor: Actor;
  readonly note: string;
}

async function endByHand(services: Services, row: MonitoringRow, wanted: HandEnding) {
  const decided = await decidedByHand(services, row, wanted);
  const [ended] = await endSessions(services.db.pool, [decided]);
  if (ended === undefined) throw await hadEnded(services, row);
  return endedByHand(services, row, decided, ended);
}

async function decidedByHand(
  { policies, now }: Services,
  row: MonitoringRow,
  { ending, standing, actor, note }: HandEnding,
): Promise<DecidedEnding> {
  const { session, progress } = toEngine(row);
  const policy = await policies.resolve(row);
  const decidedAt = now();
  const explanation = explain(session, progress, policy.values, standing, decidedAt);
  return { session, progress, ending, explanation, policy, actor: actor.name, note, decidedAt };
}

/** What follows an ending that a person has made: the steps of a kill, the log, and word to the readers. */
async function endedByHand(
  services: Services,
  row: MonitoringRow,
  { explanation, actor, note }: DecidedEnding,
  { monitoringId, stepIds }: EndedSession,
) {
  await queueSteps(services, monitoringId, stepIds);
  services.log.info({ monitoringId, variantId: row.variantId, actor, note }, explanation.text);
  return told(services, row);
}

/** The steps are rows already: without the queue they wait for the worker's reconcile pass. */
async function queueSteps({ producer, log }: Services, monitoringId: string, stepIds: readonly string[]) {
  await producer
    .addKillSteps(stepIds.map((stepId) => ({ monitoringId, stepId })))
    .catch((error: unknown) => log.error({ error }, 'kill steps wait for the reconcile pass'));
}

async function changeTerms(
  services: Services,
  target: SessionTarget,
  actor: Actor,
  note: string,
  apply: (change: TermsChange) => Promise<boolean>,
) {
  const row = await sessionToChange(services, target);
  const change = { monitoringId: row.id, actor: actor.name, note, now: services.now() };
  if (!(await apply(change))) throw await hadEnded(services, row);
  services.log.info(
    { variantId: row.variantId, actor: actor.name, note },
    'the terms of a session were changed by hand',
  );
  return told(services, row);
}

/** The record of what a person decided about a session that goes on as it is. */
async function recordOf(
  { db, policies, now }: Services,
  row: MonitoringRow,
  actor: Actor,
  note: string,
  { outcome, reason }: Pick<DecisionRecord, 'outcome' | 'reason'>,
  holdCause: HoldCause | null,
): Promise<DecisionRecord> {
  const { session, progress } = toEngine(row);
  const policy = await policies.resolve(row);
  const decidedAt = now();
  const held =
    progress.hold === null || holdCause === null ? progress.hold : { ...progress.hold, cause: holdCause };
  const known = { ...progress, hold: held };
  const standing: Standing =
    outcome === 'revived'
      ? { status: 'revived', actor: actor.name, note }
      : { status: 'monitoring', context: await readContext(db, session, policy, decidedAt) };
  const explanation = explain(session, known, policy.values, standing, decidedAt);
  const by = { actor: actor.name, note, decidedAt };
  return { session, progress: known, policy, outcome, reason, holdCause, explanation, ...by };
}

function waitingReason({ status, holdCause, holdReason, variantId }: MonitoringRow) {
  const waits = status === 'monitoring' && holdCause === 'approval';
  if (!waits || holdReason === null || holdReason === 'manual') throw notWaiting(variantId);
  return holdReason;
}

function notWaiting(variantId: string): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: `variantId: ${variantId} does not wait for approval` });
}

async function hadEnded(services: Services, row: MonitoringRow): Promise<TRPCError> {
  const { status, endedAt } = await asItIsNow(services, row);
  const message = `variantId: the monitoring of ${row.variantId} had ended before: ${status} at ${toIso(endedAt)}`;
  return new TRPCError({ code: 'CONFLICT', message });
}

/** Wakes the readers, and gives the session as it is now. */
async function told(services: Services, row: MonitoringRow) {
  const { notifier } = services;
  notifier.publish({ kind: 'events' });
  notifier.publish({ kind: 'shard_recorded' });
  return present(services, await asItIsNow(services, row));
}

function asItIsNow(services: Services, { variantId, id }: MonitoringRow): Promise<MonitoringRow> {
  return sessionOf(services, { variantId, monitoringId: id });
}
