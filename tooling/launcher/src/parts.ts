import { fileURLToPath } from 'node:url';
import type { ChildSpec } from './child';

const appFolder = (name: string): string => fileURLToPath(new URL(`../../../apps/${name}`, import.meta.url));

/** Young objects get 4 MB instead of 16: an idle worker keeps most of them. The same is in its package.json and in the Dockerfile. */
const WORKER_NODE_OPTIONS = ['--max-semi-space-size=4'] as const;

/** What the parts must know of each other. */
export interface Wiring {
  readonly databaseUrl: string;
  /** Without a pooler in between, where the other has one. */
  readonly directDatabaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly threads: { readonly apiUrl: string; readonly accessToken: string };
  /** Whether the Threads API is the bundled look-alike. */
  readonly bundledThreads: boolean;
  readonly threadsBatch: boolean;
  /** What web and workers listen on. */
  readonly host: string;
  /** What they are reached by from this machine, as part of a URL. */
  readonly localHost: string;
  readonly pollIntervalMs: number;
  readonly ports: {
    readonly web: number;
    /** One for each worker. */
    readonly workers: readonly number[];
    readonly fakeThreads: number;
  };
  readonly authSecret: string;
  readonly encryptionKey: string;
  readonly oldEncryptionKey: string | undefined;
  /** What browsers know the dashboard by. */
  readonly baseUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The Threads look-alike. */
export function fakeThreads({ ports, env, threads }: Wiring): ChildSpec {
  return {
    name: 'fake-threads',
    cwd: appFolder('fake-threads'),
    entry: 'dist/main.mjs',
    env: {
      ...env,
      HOST: '127.0.0.1',
      FAKE_THREADS_PORT: String(ports.fakeThreads),
      THREADS_ACCESS_TOKEN: threads.accessToken,
    },
  };
}

/** The shards' runners, told apart by number where there are several. */
export function workers(wiring: Wiring): readonly { readonly spec: ChildSpec; readonly port: number }[] {
  const { workers: ports } = wiring.ports;
  return ports.map((port, index) => ({
    port,
    spec: {
      name: ports.length === 1 ? 'worker' : `worker-${index + 1}`,
      cwd: appFolder('worker'),
      entry: 'dist/main.mjs',
      nodeOptions: WORKER_NODE_OPTIONS,
      isTrusted: true,
      env: { ...sharedBy(wiring), WORKER_PORT: String(port) },
    },
  }));
}

/** The dashboard with the API. */
export function web(wiring: Wiring): ChildSpec {
  return {
    name: 'web',
    cwd: appFolder('web'),
    entry: 'dist/server.mjs',
    isTrusted: true,
    env: {
      ...sharedBy(wiring),
      PORT: String(wiring.ports.web),
      CULL_AUTH_SECRET: wiring.authSecret,
    },
  };
}

/** The simulated campaign, a client of the API like any other. */
export function demo(wiring: Wiring, apiKey: string): ChildSpec {
  const { apiUrl, accessToken } = wiring.threads;
  return {
    name: 'demo',
    cwd: appFolder('demo'),
    entry: 'dist/main.mjs',
    env: {
      ...wiring.env,
      // What browsers go through may not be there yet, or not be for programs.
      CULL_URL: `http://${wiring.localHost}:${wiring.ports.web}`,
      CULL_API_KEY: apiKey,
      THREADS_API_URL: apiUrl,
      THREADS_ACCESS_TOKEN: accessToken,
    },
  };
}

function sharedBy(wiring: Wiring): Record<string, string> {
  return {
    ...wiring.env,
    THREADS_BATCH: String(wiring.threadsBatch),
    HOST: wiring.host,
    DATABASE_URL: wiring.databaseUrl,
    ...(wiring.directDatabaseUrl !== undefined && { DIRECT_DATABASE_URL: wiring.directDatabaseUrl }),
    ...(wiring.redisUrl === undefined ? {} : { REDIS_URL: wiring.redisUrl }),
    THREADS_API_URL: wiring.threads.apiUrl,
    THREADS_ACCESS_TOKEN: wiring.threads.accessToken,
    POLL_INTERVAL_MS: String(wiring.pollIntervalMs),
    CULL_URL: wiring.baseUrl,
    CULL_ENCRYPTION_KEY: wiring.encryptionKey,
    ...(wiring.oldEncryptionKey !== undefined && { CULL_ENCRYPTION_KEY_OLD: wiring.oldEncryptionKey }),
  };
}
