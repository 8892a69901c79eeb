import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Database, migrate, openDatabase, storeApiKey } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { pino } from 'pino';
import { createApi } from '../src/api';
import type { ApiOptions } from '../src/services';
import { bootstrap } from '../src/sign-in/bootstrap';
import { createTestClient } from './client';

export const SECRET = 'a-secret-for-tests-that-is-long-enough-0123456789';
export const ENCRYPTION_KEY = Buffer.alloc(32, 7);
export const ADMIN_KEY = 'cull_admin';

/** The API on a real database, listening. */
export interface TestServer {
  readonly url: string;
  readonly db: Database;
  readonly client: ReturnType<typeof createTestClient>;
  readonly signInUrl: string;
  readonly databaseUrl: string;
  /** Makes a key with these scopes alone. */
  keyFor(...scopes: string[]): Promise<string>;
  /** Calls a procedure as a program in any language would. */
  call(
    procedure: string,
    input: unknown,
    options?: { key?: string | null; method?: 'GET' | 'POST' },
  ): Promise<Response>;
  bootstrapAgain(): ReturnType<typeof bootstrap>;
  /** The lines of the log. */
  readonly logged: readonly string[];
  /** Its ends of the connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** Breaks streams off, as a process does that leaves. */
  endStreams(): void;
  /** Closes as the product does, and comes back at the same address. */
  restart(whileAway: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export type TestServerOptions = Partial<
  // Where a proxy stands before it, `baseUrl` is the proxy's, and `url` with it.
  { readonly port: number } & Pick<
    ApiOptions,
    | 'baseUrl'
    | 'environmentAccount'
    | 'threadsApp'
    | 'limits'
    | 'log'
    | 'metricsToken'
    | 'now'
    | 'passwordSignIn'
    | 'signInProvider'
    | 'webhookRefusal'
  >
>;

export async function startTestServer({
  port: wantedPort = 0,
  ...options
}: TestServerOptions = {}): Promise<TestServer> {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const server = createServer();
  await listen(server, wantedPort);
  const { port } = addressOf(server);
  const url = options.baseUrl ?? `http://127.0.0.1:${port}`;
  const access = { databaseUrl, secret: SECRET, baseUrl: url };
  const { signInUrl } = await bootstrap({ ...access, apiKey: ADMIN_KEY, adminPassword: 'a-long-password' });
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  const open = () =>
    createApi({
      databaseUrl,
      authSecret: SECRET,
      baseUrl: url,
      log,
      encryptionKey: ENCRYPTION_KEY,
      ...options,
    });
  const shut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    await api.close();
    server.closeAllConnections();
    await closed;
  };
  let api = await open();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    void api.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(404).end();
    });
  });
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-test',
    maxConnections: 4,
    onError: () => {},
  });
  let keys = 0;
  return {
    url,
    db,
    databaseUrl,
    signInUrl,
    client: createTestClient(url, ADMIN_KEY),
    keyFor: async (...scopes) => {
      keys += 1;
      const key = `cull_test-${keys}`;
      await storeApiKey(db, key, { name: `test-${keys}`, scopes, expiresAt: null, createdBy: 'bootstrap' });
      return key;
    },
    call: (procedure, input, { key = ADMIN_KEY, method = 'POST' } = {}) => {
      const query = method === 'GET' ? `?${new URLSearchParams({ input: JSON.stringify(input) })}` : '';
      return fetch(`${url}/api/trpc/${procedure}${query}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        ...(method === 'POST' && { body: typeof input === 'string' ? input : JSON.stringify(input) }),
      });
    },
    bootstrapAgain: () => bootstrap(access),
    logged,
    sockets,
    endStreams: () => api.endStreams(),
    restart: async (whileAway) => {
      await shut();
      await whileAway();
      api = await open();
      await listen(server, port);
    },
    close: async () => {
      await shut();
      await db.close();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return address;
}

let posted = 0;
/** A variant that nobody else in the run uses. */
export function aVariant(values: Record<string, unknown> = {}) {
  posted += 1;
  const id = `variant-${posted}`;
  return {
    variantId: id,
    personaId: 'persona-1',
    postId: `post-${id}`,
    expectedEngagementRate: 0.06,
    source: 'push' as const,
    ...values,
  };
}
