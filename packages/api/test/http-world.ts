import { createServer } from 'node:http';
import { type Database, generateApiKey, migrate, openDatabase, storeApiKey } from '@cull/db';
import { freePort } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import type { AccessScope } from '../src/access';
import { createApi } from '../src/api';
import { type CullClient, createCullClient } from '../src/client';
import { AUTH_SECRET, silent } from './world';

/** The API behind a plain HTTP server, with a database of its own. */
export interface HttpWorld {
  readonly url: string;
  readonly databaseUrl: string;
  readonly db: Database;
  newKey(...scopes: AccessScope[]): Promise<string>;
  newClient(...scopes: AccessScope[]): Promise<CullClient>;
  /** Ends the API as a SIGTERM would, and then the server. */
  close(): Promise<void>;
}

export async function createHttpWorld(): Promise<HttpWorld> {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const api = await createApi({ databaseUrl, authSecret: AUTH_SECRET, baseUrl: url, log: silent });
  const server = createServer((request, response) => {
    api.handle(request, response).then(
      (handled) => {
        if (!handled) response.writeHead(404).end('not the API');
      },
      () => response.writeHead(500).end('failed'),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-test',
    maxConnections: 2,
    onError: () => {},
  });
  const newKey = async (...scopes: AccessScope[]) => {
    const key = generateApiKey();
    await storeApiKey(db, key, { name: scopes.join('+'), scopes, expiresAt: null });
    return key;
  };
  return {
    url,
    databaseUrl,
    db,
    newKey,
    newClient: async (...scopes) => createCullClient({ url, apiKey: await newKey(...scopes) }),
    close: async () => {
      await api.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await db.close();
    },
  };
}
