import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { createAccounts } from './accounts';
import { createSimulationClock } from './clock';
import { createContainers } from './containers';
import { answerControl } from './control';
import { createFaults } from './faults';
import { answerGraph } from './graph-http';
import { HttpError, readBody, send } from './http';
import { createMetrics } from './metrics';
import { createOauth, isOauthPath } from './oauth';
import { createPostStore } from './posts';
import { seededRandom } from './random';
import { createRateWindow } from './rate-window';

export interface FakeThreadsOptions {
  /** 0 takes any free port, the default. */
  readonly port?: number;
  readonly host?: string;
  /** The same seed gives the same audiences. */
  readonly seed?: string;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Simulated seconds a second, above 0. */
  readonly speed?: number;
  readonly log?: Logger;
}

export interface FakeThreads {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** Stops it, cutting off answers that are held back. Can be called twice. */
  close(): Promise<void>;
}

/** Requests name a path only; reading it takes some origin. */
const LOCAL = 'http://localhost';
/** An answer held back keeps no process alive. One signal for all of them would cost each the number of the others. */
const HELD_BACK = { ref: false } as const;
const VERSION = /^\/v\d+\.\d+(?=\/|$)/;

/**
 * Starts a server that looks like the Threads Graph API, with a simulated audience behind it.
 *
 * @throws If the address cannot be listened on.
 */
export async function startFakeThreads(options: FakeThreadsOptions = {}): Promise<FakeThreads> {
  const { port = 0, host = '127.0.0.1', seed = 'cull', now = Date.now, speed = 1 } = options;
  const log = options.log ?? pino({ enabled: false });
  const clock = createSimulationClock(now, speed);
  const posts = createPostStore({ seed, now, clock });
  const metrics = createMetrics(posts.size);
  const faults = createFaults(now, seededRandom(`${seed}:faults`), metrics.fault);
  const rateWindow = createRateWindow(now);
  const accounts = createAccounts(now);
  const oauth = createOauth(accounts, now);
  const context = { accounts, oauth, posts, containers: createContainers(), faults, rateWindow, clock, now };
  let isClosing = false;

  const graph = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const parameters = merged(url.searchParams, await readBody(request), request.headers['content-type']);
    const path = url.pathname.replace(VERSION, '') || '/';
    const bearerToken = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const reply = answerGraph(context, { method: request.method ?? 'GET', path, parameters, bearerToken });
    // An answer that never comes: the client hangs up, or the server is closed.
    if (reply.delayMs === Number.POSITIVE_INFINITY) return;
    if (reply.delayMs > 0) await wait(reply.delayMs, undefined, HELD_BACK);
    if (isClosing) return;
    const { status, body, retryAfterSeconds } = reply.answer();
    if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
    for (const [name, value] of Object.entries(reply.usage())) response.setHeader(name, value);
    metrics.request(reply.route, status);
    log.debug({ route: reply.route, status }, 'answered');
    send(response, status, body);
  };

  const authorize = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const parameters = merged(url.searchParams, await readBody(request), request.headers['content-type']);
    const path = url.pathname.replace(VERSION, '');
    const { status, body, contentType, location } = oauth.answer(request.method ?? 'GET', path, parameters);
    if (location !== undefined) response.setHeader('location', location);
    metrics.request('oauth', status);
    send(response, status, body, contentType);
  };

  const control = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const path = url.pathname.slice('/_sim/'.length);
    const method = request.method ?? 'GET';
    // Only a page in somebody's browser says so, and no page has business here.
    if (method !== 'GET' && request.headers.origin !== undefined)
      throw new HttpError(403, 'The simulation is not changed from web pages.');
    const body = parseJson(await readBody(request));
    const answer = await answerControl(context, { method, path, query: url.searchParams, body });
    if (method !== 'GET') log.info({ method, path }, 'simulation changed');
    metrics.request('control', 200);
    send(response, 200, JSON.stringify(answer));
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const { url: target = '/' } = request;
    if (!URL.canParse(target, LOCAL)) throw new HttpError(400, 'The address cannot be read.');
    const url = new URL(target, LOCAL);
    if (url.pathname.startsWith('/_sim/')) return control(request, response, url);
    if (isOauthPath(url.pathname.replace(VERSION, ''))) return authorize(request, response, url);
    if (VERSION.test(url.pathname)) return graph(request, response, url);
    if (url.pathname === '/metrics') return send(response, 200, await metrics.text(), metrics.contentType);
    if (url.pathname === '/healthz' || url.pathname === '/readyz')
      return send(response, 200, '{"status":"ok"}');
    throw new HttpError(404, `Nothing answers ${url.pathname}.`);
  };

  const fail = (response: ServerResponse, error: unknown) => {
    if (isClosing || response.headersSent) return response.destroy();
    const status = error instanceof HttpError ? error.status : 500;
    if (status === 500) log.error({ err: error }, 'request failed');
    metrics.request('error', status);
    const message = error instanceof HttpError ? error.message : 'The server failed; its log says why.';
    send(response, status, JSON.stringify({ error: { message } }));
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => fail(response, error));
  });
  // Longer than any client keeps an idle connection, so that none is closed just as it is used again.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
  log.info({ url, seed, speed }, 'fake-threads listens');

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= new Promise((resolve) => {
      isClosing = true;
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  return { url, close };
}

/** Parameters from query and body in one; the body, form or JSON, wins. */
function merged(query: URLSearchParams, body: string, contentType = ''): URLSearchParams {
  if (body === '') return query;
  const parameters = new URLSearchParams(query);
  const entries = contentType.includes('json') ? jsonEntries(parseJson(body)) : new URLSearchParams(body);
  for (const [name, value] of entries) parameters.set(name, value);
  return parameters;
}

function jsonEntries(body: unknown): [string, string][] {
  if (typeof body !== 'object' || body === null) throw new HttpError(400, 'The body must be a JSON object.');
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, `The body is not JSON: ${JSON.stringify(text.slice(0, 80))}.`);
  }
}
