import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApi } from '@cull/api';
import createNext from 'next';
import { pino } from 'pino';
import { type Environment, readEnvironment } from './environment';
import { isPublic, signInAddress } from './gate';

const CLOSE_WITHIN_MS = 8_000;

function environmentOrExit(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

const environment = environmentOrExit();
const log = pino({
  name: 'web',
  level: environment.LOG_LEVEL,
  serializers: { error: pino.stdSerializers.err },
});
const api = await createApi({
  databaseUrl: environment.DATABASE_URL,
  redisUrl: environment.REDIS_URL,
  authSecret: environment.CULL_AUTH_SECRET,
  baseUrl: environment.CULL_URL,
  log,
});
const next = createNext({ dev: false, dir: fileURLToPath(new URL('..', import.meta.url)) });
await next.prepare();
const showPage = next.getRequestHandler();

/** The API first; then pages, which but for the sign-in are for people who have signed in. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  if (await api.handle(request, response)) return;
  const path = request.url ?? '/';
  if (!isPublic(path) && (await api.userOf(request)) === null) {
    response.writeHead(302, { location: signInAddress(path), 'cache-control': 'no-store' });
    response.end();
    return;
  }
  await showPage(request, response);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    log.error({ error, method: request.method }, 'a request failed');
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
server.listen(environment.PORT, environment.HOST, () => {
  log.info({ port: environment.PORT, host: environment.HOST }, 'web is running');
});
server.on('error', (error) => {
  log.fatal({ error }, 'the web server could not start');
  process.exit(1);
});

let stopping = false;
function stop(cause: string): void {
  if (stopping) return;
  stopping = true;
  log.info({ cause }, 'stopping');
  setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
  server.close();
  void api
    .close()
    .catch((error: unknown) => log.warn({ error }, 'did not close cleanly'))
    .finally(() => {
      server.closeAllConnections();
      process.exit(0);
    });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop(signal));
if (process.connected) process.once('disconnect', () => stop('parent is gone'));
