import {
  appendEvents,
  assertHolder,
  endByRules,
  insertSnapshots,
  inTransaction,
  lockLiveSessions,
  type RuleEndings,
  recordHolds,
  recordProgress,
  recordSiblings,
  reportSteppingVariants,
  type ShardToken,
  type SiblingGroups,
  stillStands,
} from '@cull/db';
import type { WorkerContext } from './context';
import type { PendingWrites } from './evaluate-session';

/**
 * Writes what checks found, all sessions in one transaction. Holds of sessions that ended meanwhile, or whose terms a person
 * changed, are left out: the kill that they hold back is evaluated again.
 * @param siblings What other workers should know of the shard's variants; null where they know.
 * @returns The monitoringIds of those left out.
 * @throws ShardLostError when another worker holds the shard now; nothing was written.
 */
export async function record(
  { db, notifier, log, now }: WorkerContext,
  token: ShardToken,
  pending: PendingWrites,
  siblings: SiblingGroups | null,
): Promise<ReadonlySet<string>> {
  const { records, snapshots, events, holds, steppingSessions } = pending;
  if (siblings === null && records.size + snapshots.length + events.length + holds.length === 0)
    return new Set();
  const { overtaken, accounts } = await inTransaction(db.pool, async (client) => {
    await assertHolder(client, token);
    const heldBack = holds.map(({ session }) => session.monitoringId);
    const live = await lockLiveSessions(client, token.shard, heldBack);
    await recordProgress(client, token.shard, [...records.values()]);
    if (siblings !== null) await recordSiblings(client, token.shard, siblings, now());
    await insertSnapshots(client, snapshots);
    await appendEvents(client, events);
    const standing = new Set(holds.filter(({ session }) => stillStands(session, live)));
    await recordHolds(client, [...standing]);
    return {
      overtaken: holds.filter((hold) => !standing.has(hold)).map(({ session }) => session.monitoringId),
      accounts: await reportSteppingVariants(client, steppingSessions, now()),
    };
  });
  for (const account of accounts) {
    log.error(
      { account },
      'interactions arrive in steps: the rules that count what is due are off for the account',
    );
  }
  notifier.publish({ kind: 'shard_recorded' });
  if (events.length + holds.length > 0) notifier.publish({ kind: 'events' });
  return new Set(overtaken);
}

/**
 * Ends the sessions whose ending was decided, as far as halts and the blast radius allow, and puts the steps of kills on
 * the queue.
 */
export async function applyEndings(
  context: WorkerContext,
  token: ShardToken,
  { endings }: PendingWrites,
): Promise<Omit<RuleEndings, 'ended'>> {
  if (endings.length === 0) return { held: [], overtaken: new Set() };
  const { db, notifier, producer, metrics, log, now } = context;
  const { ended, held, overtaken } = await endByRules(db.pool, token, endings, now());
  for (const { hold } of held) metrics.holds.inc({ cause: hold.cause });
  const steps = ended.flatMap(({ monitoringId, stepIds }) =>
    stepIds.map((stepId) => ({ monitoringId, stepId })),
  );
  // The steps are rows already: a queue that is away delays them until the reconcile pass, and loses none. Not waited for, since
  // the shard's other variants would wait as well.
  if (steps.length > 0) {
    producer
      .addKillSteps(steps)
      .catch((error: unknown) => log.error({ error }, 'kill steps wait for the reconcile pass'));
  }
  notifier.publish({ kind: 'events' });
  notifier.publish({ kind: 'shard_recorded' });
  const endedIds = new Set(ended.map(({ monitoringId }) => monitoringId));
  for (const { session, ending, explanation, progress, decidedAt } of endings) {
    if (!endedIds.has(session.monitoringId)) continue;
    metrics.endings.inc({ outcome: ending.outcome, reason: ending.reason ?? 'none' });
    if (ending.outcome === 'killed' && progress.sample !== null) {
      metrics.decisionSeconds.observe((now() - progress.sample.observedAt) / 1000);
    }
    const { monitoringId, variantId, personaId } = session;
    const { outcome, reason } = ending;
    log.info({ monitoringId, variantId, personaId, outcome, reason, decidedAt }, explanation.text);
  }
  return { held, overtaken };
}
