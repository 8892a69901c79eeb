import { freePort } from '@cull/servers';
import type { CullOptions } from './options';
import type { Wiring } from './parts';

/** The look-alike accepts any token; it has to be there, as with the real one. */
const BUNDLED_TOKEN = 'bundled-fake-threads';

/** Where a process is asked that listens on all addresses of the machine. */
const LOCAL_HOSTS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** Those after a given one; without, one that is free for each. */
function workerPorts({ workers = 1, ports }: CullOptions): Promise<readonly number[]> {
  const first = ports?.worker;
  return Promise.all(
    Array.from({ length: workers }, (_, index) => (first === undefined ? freePort() : first + index)),
  );
}

/** Decides what the parts are told. */
export async function wire(
  options: CullOptions,
  databaseUrl: string,
  secrets: Pick<Wiring, 'authSecret' | 'encryptionKey'>,
): Promise<Wiring> {
  const host = options.host ?? '127.0.0.1';
  const ports = {
    web: options.ports?.web ?? (await freePort()),
    workers: await workerPorts(options),
    fakeThreads: options.ports?.fakeThreads ?? (await freePort()),
  };
  const bundled = { apiUrl: `http://127.0.0.1:${ports.fakeThreads}`, accessToken: BUNDLED_TOKEN };
  return {
    databaseUrl,
    directDatabaseUrl: options.directDatabaseUrl,
    redisUrl: options.redisUrl,
    threads: options.threads ?? bundled,
    bundledThreads: options.threads === undefined,
    pollIntervalMs: options.pollIntervalMs ?? 1000,
    ports,
    ...secrets,
    oldEncryptionKey: options.oldEncryptionKey,
    threadsBatch: options.threadsBatch ?? options.threads === undefined,
    host,
    localHost: LOCAL_HOSTS[host] ?? (host.includes(':') ? `[${host}]` : host),
    baseUrl: options.baseUrl ?? `http://localhost:${ports.web}`,
    env: options.env ?? {},
  };
}
