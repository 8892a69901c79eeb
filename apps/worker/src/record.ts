import {
  appendEvents,
  endByRules,
  insertSnapshots,
  inTransaction,
  lockLiveSessions,
  type RuleEndings,
  recordHolds,
  recordProgress,
  reportSteppingVariants,
  stillStands,
} from '@cull/db';
import type { WorkerContext } from './context';
import type { Findings } from './look';

/**
 * Writes what a round of looks found, all sessions in one transaction. Holds of sessions that ended meanwhile, or whose
 * terms a person changed, are left out: the kill that they hold back is to be judged anew.
 * @returns The monitoringIds of those left out.
 */
export async function record(
  { db, notifier, log, now }: WorkerContext,
  findings: Findings,
): Promise<ReadonlySet<string>> {
  const { records, snapshots, events, holds, steppingSessions } = findings;
  if (records.size + snapshots.length + events.length + holds.length === 0) return new Set();
  for (const account of await reportSteppingVariants(db.pool, steppingSessions, now())) {
    log.error(
      { account },
      'interactions arrive in steps: the rules that count what is due are off for the account',
    );
  }
  const overtaken = await inTransaction(db.pool, async (client) => {
    const held = holds.map(({ session }) => session.monitoringId);
    const live = await lockLiveSessions(client, new Set([...records.keys(), ...held]));
    await recordProgress(client, [...records.values()]);
    await insertSnapshots(client, snapshots);
    await appendEvents(client, events);
    const standing = new Set(holds.filter(({ session }) => stillStands(session, live)));
    await recordHolds(client, [...standing]);
    return holds.filter((hold) => !standing.has(hold)).map(({ session }) => session.monitoringId);
  });
  notifier.publish({ kind: 'shard_recorded' });
  if (events.length + holds.length > 0) notifier.publish({ kind: 'events' });
  return new Set(overtaken);
}

/**
 * Ends the sessions whose ending was decided, as far as halts and the blast radius allow, and puts the steps of kills on
 * the queue.
 */
export async function act(
  context: WorkerContext,
  { endings }: Findings,
): Promise<Omit<RuleEndings, 'ended'>> {
  if (endings.length === 0) return { held: [], overtaken: new Set() };
  const { db, notifier, producer, metrics, log, now } = context;
  const { ended, held, overtaken } = await endByRules(db.pool, endings, now());
  for (const { hold } of held) metrics.holds.inc({ cause: hold.cause });
  const steps = ended.flatMap(({ monitoringId, stepIds }) =>
    stepIds.map((stepId) => ({ monitoringId, stepId })),
  );
  // The steps are rows already: a queue that is away now delays them until the reconcile pass, and loses none.
  if (steps.length > 0) {
    await producer
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
