import { createServer, type Server, type ServerResponse } from 'node:http';
import { METRICS_REFUSAL, type MetricsGuard } from '@cull/process';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';
import type { Readiness } from './readiness';

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'registry' | 'ready'>;
  readonly readiness: () => Promise<Readiness>;
  /** Who sees `/metrics`, and the details of `/readyz`. */
  readonly mayLookInside: MetricsGuard;
}

/**
 * Serves `/healthz` (alive: the event loop turns), `/readyz` (the worker can do its part) and `/metrics`.
 * @returns The server, listening.
 */
export async function serveHealth(options: HealthOptions): Promise<Server> {
  const server = createServer((request, response) => {
    const isTrusted = options.mayLookInside(request.headers.authorization);
    void answer(options, request.url ?? '/', isTrusted, response).catch((error: unknown) => {
      options.log.error({ error }, 'health check failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}

async function answer(
  { metrics, readiness }: HealthOptions,
  url: string,
  isTrusted: boolean,
  response: ServerResponse,
): Promise<void> {
  switch (new URL(url, 'http://worker').pathname) {
    case '/healthz':
      // To answer is all: what a restart can't mend (a database that is away, a slow source) must not cause one.
      return sendJson(response, 200, { alive: true });
    case '/readyz': {
      const { ready, ...details } = await readiness();
      return sendJson(response, ready ? 200 : 503, { ready, ...(isTrusted && details) });
    }
    case '/metrics': {
      if (!isTrusted) return sendJson(response, 401, { error: `/metrics ${METRICS_REFUSAL}` });
      metrics.ready.set((await readiness()).ready ? 1 : 0);
      response.writeHead(200, { 'content-type': metrics.registry.contentType });
      response.end(await metrics.registry.metrics());
      return;
    }
    default:
      return sendJson(response, 404, { error: 'not found' });
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
