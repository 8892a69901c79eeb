import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bootstrap, createApi } from '@cull/api';
import { migrate } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { pino } from 'pino';

export const API_KEY = 'cull_client-tests';
const SECRET = 'a-secret-for-tests-that-is-long-enough-0123456789';

/** What stands before Cull, as a gateway does: true where it has answered itself. */
type Gateway = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The API on a real database and a port of its own, which can be stopped and started again. */
export interface TestCull {
  readonly url: string;
  /** The requests that came, as `POST /api/trpc/variants.posted`. */
  readonly requests: string[];
  /** Puts something before Cull, or takes it away. */
  behind(gateway: Gateway | null): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Cuts every connection, as a network does. */
  breakConnections(): void;
}

export async function startTestCull(): Promise<TestCull> {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const requests: string[] = [];
  let gateway: Gateway | null = null;
  let port = 0;
  let stop = async () => {};
  let breakConnections = () => {};

  async function start(): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the test server has no port');
    port = address.port;
    const baseUrl = `http://127.0.0.1:${port}`;
    const api = await createApi({
      databaseUrl,
      authSecret: SECRET,
      baseUrl,
      log: pino({ level: 'silent' }),
      encryptionKey: randomBytes(32),
    });
    server.on('request', (request, response) => {
      requests.push(`${request.method} ${request.url?.split('?')[0]}`);
      if (gateway?.(request, response)) return;
      void api.handle(request, response).then((handled) => {
        if (!handled) response.writeHead(404).end('<h1>Not here</h1>');
      });
    });
    breakConnections = () => server.closeAllConnections();
    stop = async () => {
      await api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  }

  await start();
  await bootstrap({
    databaseUrl,
    secret: SECRET,
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: API_KEY,
    adminPassword: 'a-long-password',
  });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    behind: (next) => {
      gateway = next;
    },
    start,
    stop: () => stop(),
    breakConnections: () => breakConnections(),
  };
}

let posted = 0;
/** A variant that nobody else in the run uses. */
export function aVariant() {
  posted += 1;
  return {
    variantId: `variant-${posted}`,
    personaId: 'persona-1',
    postId: `post-${posted}`,
    expectedEngagementRate: 0.06,
    source: 'push' as const,
  };
}
