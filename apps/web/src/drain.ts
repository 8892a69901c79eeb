import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '@cull/api';
import { type ClosingPart, closeInOrder } from '@cull/process';
import type { Logger } from 'pino';

export interface DrainOptions {
  readonly server: Server;
  readonly api: Pick<Api, 'endStreams' | 'close'>;
  readonly log: Logger;
  /** How long a load balancer has to see that the process leaves, milliseconds. */
  readonly lingerMs: number;
  /** How long requests under way have to end, milliseconds. */
  readonly requestsWithinMs: number;
}

/** How a web process leaves without a request being refused. */
export interface Drain {
  /**
   * Answers what says that the process leaves: `/readyz` with 503, and every connection with its end, so that the next request
   * goes elsewhere.
   * @returns Whether the request is answered.
   */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Lowers readiness, waits until it was seen, breaks streams off, lets requests end, and closes the API. */
  close(): Promise<void>;
}

const IDLE_CLOSED_EVERY_MS = 50;

export function createDrain(options: DrainOptions): Drain {
  const { server, api, log, lingerMs, requestsWithinMs } = options;
  let isLeaving = false;
  const parts: readonly ClosingPart[] = [
    ['readiness', () => pause(lingerMs), lingerMs + 1_000],
    ['streams', async () => api.endStreams()],
    ['requests', () => lastRequest(server), requestsWithinMs],
    ['api', () => api.close()],
    ['connections', async () => server.closeAllConnections()],
  ];
  return {
    answer: (request, response) => {
      if (!isLeaving) return false;
      response.setHeader('connection', 'close');
      if (request.url?.split('?', 1)[0] !== '/readyz') return false;
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ready: false, checks: [{ name: 'web', ok: false }] }));
      return true;
    },
    close: () => {
      isLeaving = true;
      return closeInOrder(parts, log);
    },
  };
}

/** Accepts no connection more, and resolves when the last one has ended. */
function lastRequest(server: Server): Promise<void> {
  // Those that were promised to be kept stay open behind their request, and would be waited for.
  const closeIdle = setInterval(() => server.closeIdleConnections(), IDLE_CLOSED_EVERY_MS);
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(closeIdle);
      resolve();
    });
  });
}
