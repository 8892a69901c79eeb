import { createServer, type Server, type ServerResponse } from 'node:http';
import { DEFAULT_ACCOUNT } from '@cull/db';
import { METRICS_REFUSAL, type MetricsGuard } from '@cull/process';
import type { WorkerContext } from './context';

/** Ticks that stop for this long mean that the worker does no work, whatever it says of itself. */
const DEAD_AFTER_MS = 15_000;
const CHECK_WITHIN_MS = 3_000;
/** A source that has answered within this time is not asked again, which would use up its budget. */
const ANSWERED_WITHIN_MS = 30_000;

/** What the health checks need to know besides the context. */
export interface Pulse {
  /** When a tick was last completed, epoch milliseconds; the start's time before the first. */
  readonly lastTickAt: () => number;
}

/**
 * Serves `/healthz` (alive: ticks are being completed), `/readyz` (database, queue and source answer) and `/metrics`.
 * @param mayLookInside Who sees `/metrics`, and the details of `/readyz`.
 * @returns The server, listening.
 */
export async function serveHealth(
  context: WorkerContext,
  pulse: Pulse,
  mayLookInside: MetricsGuard,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    const isTrusted = mayLookInside(request.headers.authorization);
    void answer(context, pulse, request.url ?? '/', isTrusted, response).catch((error: unknown) => {
      context.log.error({ error }, 'health check failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

async function answer(
  context: WorkerContext,
  pulse: Pulse,
  url: string,
  isTrusted: boolean,
  response: ServerResponse,
): Promise<void> {
  switch (new URL(url, 'http://worker').pathname) {
    case '/healthz': {
      const silentMs = context.now() - pulse.lastTickAt();
      return sendJson(response, silentMs < DEAD_AFTER_MS ? 200 : 503, {
        alive: silentMs < DEAD_AFTER_MS,
        silentMs,
      });
    }
    case '/readyz': {
      const checks = await runChecks(context);
      return sendJson(response, checks.every(({ ok }) => ok) ? 200 : 503, {
        ready: checks.every(({ ok }) => ok),
        ...(isTrusted && { checks }),
      });
    }
    case '/metrics': {
      if (!isTrusted) return sendJson(response, 401, { error: `/metrics ${METRICS_REFUSAL}` });
      response.writeHead(200, { 'content-type': context.metrics.registry.contentType });
      response.end(await context.metrics.registry.metrics());
      return;
    }
    default:
      return sendJson(response, 404, { error: 'not found' });
  }
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

async function runChecks({ db, producer, checks, log }: WorkerContext): Promise<readonly Check[]> {
  const check = async (name: string, work: () => Promise<unknown>): Promise<Check> => {
    try {
      await withinTime(work());
      return { name, ok: true };
    } catch (error) {
      // The details may hold addresses: they go to the log, not to whoever asks.
      log.warn({ error, check: name }, 'not ready');
      return { name, ok: false, detail: 'does not answer' };
    }
  };
  return Promise.all([
    check('database', () => db.pool.query('SELECT 1')),
    check('queue', () => producer.ping()),
    check('source', () => assertAnswers(checks)),
  ]);
}

async function assertAnswers(checks: WorkerContext['checks']): Promise<void> {
  const failure = await checks.accounts.get(DEFAULT_ACCOUNT)?.test(ANSWERED_WITHIN_MS);
  if (failure) throw new Error(failure.detail);
}

function withinTime(work: Promise<unknown>): Promise<unknown> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${CHECK_WITHIN_MS} ms`)), CHECK_WITHIN_MS).unref();
  });
  return Promise.race([work, late]);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
