import { behindWords, formatSpan, isBehind } from '@cull/core';
import { ENGINE_SUBJECT, readAccountReports, readWorkers } from '@cull/db';
import type { WorkerContext } from './context';
import type { TroubleTeller } from './trouble-teller';

/** A worker that says nothing for longer is gone. */
const SEEN_WITHIN_MS = 30_000;

/** Tells when beats of workers come so late that everything is checked less often, by the worker that is the worst off. */
export async function watchEngine(
  { workerId, db, now }: Pick<WorkerContext, 'workerId' | 'db' | 'now'>,
  teller: TroubleTeller,
  pollIntervalMs: number,
): Promise<void> {
  const at = now();
  const workers = (await readWorkers(db.pool, at)).filter(({ seenAt }) => at - seenAt < SEEN_WITHIN_MS);
  // One worker speaks for all.
  if (workers.some((worker) => worker.workerId < workerId)) return;
  const worstMs = Math.max(0, ...workers.map(({ lag }) => lag?.p50 ?? 0));
  const wantedSeconds = pollIntervalMs / 1000;
  const pace = { wantedSeconds, achievedSeconds: wantedSeconds + worstMs / 1000, cause: 'engine' } as const;
  await teller.refresh();
  const isSeen = isBehind(pace, teller.lasts(ENGINE_SUBJECT, 'behind'));
  const names = { accountId: null, account: null };
  const text = `Live variants are checked ${behindWords(pace)}.`;
  await teller.see({
    ...{ subject: ENGINE_SUBJECT, kind: 'behind' },
    seen: isSeen && {
      type: 'engine.behind',
      data: { ...names, ...pace, live: await countLive({ db, now }), text },
    },
    ends: (seconds) => ({
      type: 'engine.caught_up',
      data: {
        ...{ ...names, wantedSeconds, achievedSeconds: pace.achievedSeconds, seconds },
        text: `Live variants are checked as planned again after ${formatSpan(seconds)}.`,
      },
    }),
  });
}

async function countLive({ db, now }: Pick<WorkerContext, 'db' | 'now'>): Promise<number> {
  const reports = await readAccountReports(db.pool, now());
  return reports.reduce((sum, { live }) => sum + live, 0);
}
