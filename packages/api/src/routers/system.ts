import {
  endHalts,
  readHalts,
  readSourceStates,
  readSystemCounts,
  readSystemHistory,
  readTroubles,
  readWorkers,
  startHalt,
  type Trouble,
  unreadablePolicyOf,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import { auditedProcedure } from '../access/audit';
import { presentHalt } from '../present/present-halt';
import { toIso } from '../schemas/common';
import {
  haltInput,
  haltsOutput,
  resumeInput,
  systemHistoryInput,
  systemHistoryOutput,
  systemStatusOutput,
} from '../schemas/system';
import { procedureFor, router } from '../trpc';

const HOUR_SECONDS = 3_600;
/** As many as a chart of a few hundred pixels shows. */
const POINTS = 60;

export const systemRouter = router({
  /** How late ticks were, how fast sources answered and how fast kills came. */
  history: procedureFor('read')
    .input(systemHistoryInput)
    .output(systemHistoryOutput)
    .query(async ({ ctx: { services }, input: { hours } }) => {
      const stepSeconds = (hours * HOUR_SECONDS) / POINTS;
      const points = await readSystemHistory(services.db.pool, {
        now: services.now(),
        stepSeconds,
        steps: POINTS,
      });
      return { stepSeconds, points: points.map(({ at, ...point }) => ({ at: toIso(at), ...point })) };
    }),

  status: procedureFor('read')
    .output(systemStatusOutput)
    .query(async ({ ctx: { services } }) => {
      const { db, producer, log } = services;
      const at = services.now();
      const [
        halts,
        troubles,
        workers,
        sources,
        { shards, failedKillVariants, ...counts },
        queues,
        queueProblem,
      ] = await Promise.all([
        readHalts(db.pool, at),
        readTroubles(db.pool),
        readWorkers(db.pool, at),
        readSourceStates(db.pool),
        readSystemCounts(db.pool, at),
        producer.depths().catch((error: unknown) => {
          log.warn({ error }, 'the queues cannot be counted');
          return null;
        }),
        producer.ping().catch(() => null),
      ]);
      return {
        at: toIso(at),
        halts: halts.map(presentHalt),
        unreadablePolicies: troubles.flatMap(presentUnreadable),
        ...counts,
        failedKillVariants: [...failedKillVariants],
        shards: shards.map(({ tickedAt, ...shard }) => ({ ...shard, tickedAt: toIso(tickedAt) })),
        workers: workers.map(({ startedAt, seenAt, ...worker }) => ({
          ...worker,
          startedAt: toIso(startedAt),
          seenAt: toIso(seenAt),
        })),
        sources: sources.map(({ since, updatedAt, retryAt, ...source }) => ({
          ...source,
          since: toIso(since),
          updatedAt: toIso(updatedAt),
          retryAt: toIso(retryAt),
        })),
        queueProblem,
        queues:
          queues &&
          Object.fromEntries(
            Object.entries(queues).map(([name, { oldestAt, ...depth }]) => [
              name,
              { ...depth, oldestAt: toIso(oldestAt) },
            ]),
          ),
      };
    }),

  /** Pauses auto-kill, of everything or of one persona, for a time or until somebody resumes it; kills by hand go on. */
  pause: auditedProcedure('control', haltInput)
    .output(haltsOutput)
    .mutation(async ({ ctx: { services, actor }, input: { scope, reason, until } }) => {
      const now = services.now();
      const personaId = scope.id ?? null;
      const pause = {
        kind: 'paused',
        personaId,
        source: null,
        reason,
        actor: actor.name,
        since: now,
        until: until === undefined ? null : pauseEnd(until, now),
      } as const;
      await startHalt(services.db.pool, pause);
      services.log.warn({ personaId, actor: actor.name, reason, until }, 'kills are paused');
      services.notifier.publish({ kind: 'events' });
      return { halts: (await readHalts(services.db.pool, now)).map(presentHalt) };
    }),

  /** Ends the pause and the breakers of everything, of one persona, or of one source; what still breaches is killed at the next check. */
  resume: auditedProcedure('control', resumeInput)
    .output(haltsOutput)
    .mutation(async ({ ctx: { services, actor }, input: { scope, reason } }) => {
      const { db, notifier, log } = services;
      const now = services.now();
      const id = scope.id ?? null;
      const halted =
        scope.type === 'source' ? { personaId: null, source: id } : { personaId: id, source: null };
      const ended = await endHalts(db.pool, halted, { actor: actor.name, reason, now });
      if (ended.length === 0) {
        const message = `scope: the kills of ${id ?? 'everything'} are not halted`;
        throw new TRPCError({ code: 'CONFLICT', message });
      }
      log.warn({ ...halted, actor: actor.name, reason }, 'kills are resumed');
      notifier.publish({ kind: 'events' });
      return { halts: (await readHalts(db.pool, now)).map(presentHalt) };
    }),
});

const LONGEST_PAUSE_MS = 30 * 86_400_000;

function pauseEnd(until: string, now: number): number {
  const end = Date.parse(until);
  const problem =
    end <= now
      ? `has passed: it is ${toIso(now)}`
      : end > now + LONGEST_PAUSE_MS
        ? 'is over 30 days ahead'
        : null;
  if (problem !== null)
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: `until: ${until} ${problem}; give a time within 30 days, or none to pause until somebody resumes`,
    });
  return end;
}

function presentUnreadable(trouble: Trouble) {
  const policy = unreadablePolicyOf(trouble);
  if (policy === null) return [];
  const { scope, version, fields, text } = policy;
  return [{ scope, version, fields, text, since: toIso(trouble.since) }];
}
