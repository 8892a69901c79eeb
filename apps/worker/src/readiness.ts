import type { WorkerContext } from './context';

const CHECK_WITHIN_MS = 3_000;
/** However many ask, the database is asked once in this time. */
const KEPT_MS = 1_000;

/** Whether the worker can do its part. Addresses of failing parts go to the log, never into the answer. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
  /** Each account's state by its last answer: details only, since no restart fixes a source. */
  readonly sources: readonly { readonly accountId: string; readonly state: string }[];
  /** Milliseconds since a shard was evaluated last. */
  readonly silentMs: number;
}

/** What a worker says of itself before it takes part. */
export const notReady = (name: string, detail: string): Readiness => ({
  ready: false,
  checks: [{ name, ok: false, detail }],
  sources: [],
  silentMs: 0,
});

/** Asks database and queue, at most once a second; sources are not asked. */
export function createReadiness(context: WorkerContext, lastTickAt: () => number): () => Promise<Readiness> {
  let kept: { readonly at: number; readonly found: Promise<Readiness> } | undefined;
  return () => {
    const at = context.now();
    if (kept === undefined || Math.abs(at - kept.at) >= KEPT_MS)
      kept = { at, found: ask(context, lastTickAt) };
    return kept.found;
  };
}

async function ask(context: WorkerContext, lastTickAt: () => number): Promise<Readiness> {
  const { db, producer, checks, now } = context;
  const answers = await Promise.all([
    check(context, 'database', async () => {
      await db.pool.query('SELECT 1');
      return null;
    }),
    check(context, 'queue', () => producer.ping()),
  ]);
  return {
    ready: answers.every(({ ok }) => ok),
    checks: answers,
    sources: [...checks.accounts].map(([accountId, account]) => ({
      accountId,
      state: account.report().state,
    })),
    silentMs: now() - lastTickAt(),
  };
}

/** @param work Says what is wrong with a part that does answer. */
async function check({ log }: WorkerContext, name: string, work: () => Promise<string | null>) {
  try {
    const problem = await withinTime(work());
    return { name, ok: true, ...(problem && { detail: problem }) };
  } catch (error) {
    log.warn({ reason: error instanceof Error ? error.message : String(error), check: name }, 'not ready');
    return { name, ok: false, detail: "doesn't answer" };
  }
}

function withinTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${CHECK_WITHIN_MS} ms`)), CHECK_WITHIN_MS).unref();
  });
  return Promise.race([work, late]);
}
