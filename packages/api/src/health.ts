import type { ServerResponse } from 'node:http';
import { readSourceStates, type SourceReport } from '@cull/db';
import type { Services } from './context';
import { sendJson } from './http';

const CHECK_WITHIN_MS = 3_000;

/** `/healthz`: the process answers, which says all there is to say of a web server. */
export function answerHealth(response: ServerResponse): void {
  sendJson(response, 200, { alive: true });
}

/**
 * `/readyz`: the database answers, which is all that pages, kills by hand and pauses need. How queue and sources do is told
 * beside it.
 */
export async function answerReadiness(services: Services, response: ServerResponse): Promise<void> {
  const { db, producer } = services;
  const sources: SourceReport[] = [];
  const [database, queue] = await Promise.all([
    // By a table of ours: a database that answers and was never migrated is not ready.
    check(services, 'database', async () => sources.push(...(await readSourceStates(db.pool)))),
    check(services, 'queue', () => producer.ping()),
  ]);
  const ready = database.ok;
  const states = sources.map(({ source, state }) => ({ source, state }));
  sendJson(response, ready ? 200 : 503, { ready, checks: [database, queue], sources: states });
}

async function check(
  { log }: Services,
  name: string,
  work: () => Promise<unknown>,
): Promise<{ name: string; ok: boolean }> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${CHECK_WITHIN_MS} ms`)), CHECK_WITHIN_MS).unref();
  });
  try {
    await Promise.race([work(), late]);
    return { name, ok: true };
  } catch (error) {
    log.warn({ error, check: name }, 'not ready');
    return { name, ok: false };
  }
}
