import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { type Api, createApi } from '@cull/api';
import { closeOnSignal, createLog, createWebhookRule, environmentOrExit, isInClear } from '@cull/process';
import createNext from 'next';
import type { Logger } from 'pino';
import { decodable } from './address';
import { createDrain, type Drain } from './drain';
import {
  type Environment,
  environmentAccountOf,
  environmentSchema,
  signInProviderOf,
  threadsAppOf,
} from './environment';
import { isPublic, signInAddress } from './gate';
import { NONCE_HEADER, newNonce, pagePolicy, securityHeaders } from './security-headers';

type ShowPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Load balancers keep connections for 60 s without use: one that Cull closed first would fail the next request. */
const HTTP_LIMITS = {
  keepAliveTimeout: 75_000,
  headersTimeout: 80_000,
  requestTimeout: 90_000,
  maxHeaderSize: 16_384,
};
/** How long load balancers have to see that this process leaves. Nobody routes to a child of `npm start`. */
const LINGER_MS = process.connected ? 0 : 5_000;
const REQUESTS_WITHIN_MS = 10_000;
const MAX_CONNECTIONS = 5_000;

/** What answers, once the database is there. */
interface Running {
  readonly api: Api;
  readonly showPage: ShowPage;
  readonly drain: Drain;
}

const environment = environmentOrExit(environmentSchema);
const log = createLog('web', environment.LOG_LEVEL);

try {
  await serve(environment, log);
} catch (error) {
  log.fatal({ error }, 'the web app could not start');
  process.exit(1);
}

async function serve(wanted: Environment, log: Logger): Promise<void> {
  const { PORT: port, HOST: host, CULL_URL: url } = wanted;
  const always = new Map(Object.entries(securityHeaders(url)));
  let running: Running | undefined;
  const server = createServer(HTTP_LIMITS, (request, response) => {
    response.setHeaders(always);
    (running === undefined ? answerStarting(request, response) : answer(running, request, response)).catch(
      (error: unknown) => {
        log.error({ error, method: request.method }, 'a request failed');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      },
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const api = await createApi({
    databaseUrl: wanted.DATABASE_URL,
    directDatabaseUrl: wanted.DIRECT_DATABASE_URL,
    redisUrl: wanted.REDIS_URL,
    authSecret: wanted.CULL_AUTH_SECRET,
    encryptionKey: wanted.CULL_ENCRYPTION_KEY,
    oldEncryptionKey: wanted.CULL_ENCRYPTION_KEY_OLD,
    environmentAccount: environmentAccountOf(wanted),
    threadsApp: threadsAppOf(wanted),
    baseUrl: url,
    metricsToken: wanted.CULL_METRICS_TOKEN,
    signInProvider: signInProviderOf(wanted),
    passwordSignIn: wanted.PASSWORD_SIGN_IN === 'on',
    webhookRefusal: createWebhookRule(wanted.WEBHOOK_ALLOWED_NETWORKS),
    limits: {
      callsPerMinute: wanted.CALLS_PER_MINUTE,
      anonymousCallsPerMinute: wanted.ANONYMOUS_CALLS_PER_MINUTE,
      signInsPerMinute: wanted.SIGN_INS_PER_MINUTE,
      signInsPerAccount: wanted.SIGN_INS_PER_ACCOUNT,
      trustedProxies: wanted.TRUSTED_PROXIES,
    },
    log,
  });
  const next = createNext({ dev: false, dir: dirname(import.meta.dirname) });
  await next.prepare();
  const showPage = next.getRequestHandler();
  const times = { lingerMs: LINGER_MS, requestsWithinMs: REQUESTS_WITHIN_MS };
  const drain = createDrain({ server, api, log, ...times });
  running = { api, showPage, drain };
  closeOnSignal(drain.close, log);
  log.info({ port, host }, 'web is running');
  if (isInClear(url)) log.warn({ url }, 'CULL_URL is not over TLS: passwords can be read on the way');
}

/** While the database is waited for: alive, and not ready. */
async function answerStarting({ url }: IncomingMessage, response: ServerResponse): Promise<void> {
  const isAlive = url === '/healthz';
  response.writeHead(isAlive ? 200 : 503, { 'content-type': 'application/json' });
  const checks = [{ name: 'database', ok: false }];
  response.end(JSON.stringify(isAlive ? { alive: true } : { ready: false, checks }));
}

/** The API first; then pages, which but for the sign-in are for people who have signed in. */
async function answer(
  { api, showPage, drain }: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (drain.answer(request, response) || (await api.handle(request, response))) return;
  const path = decodable(request.url ?? '/');
  request.url = path;
  if (!isPublic(path) && (await api.userOf(request)) === null) {
    response.writeHead(302, { location: signInAddress(path), 'cache-control': 'no-store' });
    response.end();
    return;
  }
  const nonce = newNonce();
  const policy = pagePolicy(nonce);
  response.setHeader('content-security-policy', policy);
  // Next.js reads from the request which nonce to give its scripts, and so does the layout.
  request.headers['content-security-policy'] = policy;
  request.headers[NONCE_HEADER] = nonce;
  await showPage(request, response);
}
