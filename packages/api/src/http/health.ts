import type { IncomingMessage, ServerResponse } from 'node:http';
import { readSourceStates, type SourceReport } from '@cull/db';
import { createMetricsGuard, METRICS_REFUSAL } from '@cull/process';
import type { Services } from '../context';
import { kept } from '../kept';
import { refreshSystemGauges } from '../system-metrics';
import { sendJson } from './http';

const CHECK_WITHIN_MS = 3_000;
/** However often it is asked. */
const READINESS_KEPT_MS = 1_000;
const FIGURES_KEPT_MS = 2_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/**
 * What a process tells about itself, by path. `/healthz` says to everyone that it answers, which is all there is to say of
 * a web server, and `/readyz` whether the database does. In detail, and in figures, it is for those who have the
 * token.
 */
export function createHealthAnswers(
  services: Services,
  metricsToken: string | undefined,
): ReadonlyMap<string, Answer> {
  const { metrics, baseUrl, now } = services;
  const mayLookInside = createMetricsGuard(metricsToken, baseUrl);
  const readiness = kept(READINESS_KEPT_MS, now, () => readReadiness(services));
  const figures = kept(FIGURES_KEPT_MS, now, () => refreshSystemGauges(services));
  const isTrusted = ({ headers }: IncomingMessage) => mayLookInside(headers.authorization);
  return new Map<string, Answer>([
    ['/healthz', (_, response) => sendJson(response, 200, { alive: true })],
    [
      '/readyz',
      async (request, response) => {
        const { ready, ...details } = await readiness.read();
        sendJson(response, ready ? 200 : 503, { ready, ...(isTrusted(request) && details) });
      },
    ],
    [
      '/metrics',
      async (request, response) => {
        if (!isTrusted(request)) {
          const headers = { 'www-authenticate': 'Bearer' };
          return sendJson(response, 401, { error: { message: `/metrics ${METRICS_REFUSAL}` } }, headers);
        }
        const [{ ready }] = await Promise.all([readiness.read(), figures.read()]);
        metrics.ready.set(ready ? 1 : 0);
        response.writeHead(200, { 'content-type': metrics.registry.contentType });
        response.end(await metrics.registry.metrics());
      },
    ],
  ]);
}

/**
 * The database alone decides, since it is all that pages, kills by hand and pauses need. How the queue does is told next to it, and
 * how the sources do as workers last saw them.
 */
async function readReadiness(services: Services) {
  const { db, producer } = services;
  const sources: SourceReport[] = [];
  const [database, queue] = await Promise.all([
    // By a table of ours: a database that answers and was never migrated is not ready.
    check(services, 'database', async () => {
      sources.push(...(await readSourceStates(db.pool)));
      return null;
    }),
    check(services, 'queue', () => producer.ping()),
  ]);
  const states = sources.map(({ source, state }) => ({ source, state }));
  return { ready: database.ok, checks: [database, queue], sources: states };
}

async function check(
  { log }: Services,
  name: string,
  work: () => Promise<string | null>,
): Promise<{ name: string; ok: boolean; detail?: string }> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${CHECK_WITHIN_MS} ms`)), CHECK_WITHIN_MS).unref();
  });
  try {
    const problem = await Promise.race([work(), late]);
    return { name, ok: true, ...(problem && { detail: problem }) };
  } catch (error) {
    log.warn({ error, check: name }, 'not ready');
    return { name, ok: false };
  }
}
