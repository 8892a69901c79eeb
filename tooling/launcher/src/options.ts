import type { Child } from './child';
import type { LogLine } from './logs';

/** How to start Cull; everything that is left out has a default that fits a test. */
export interface CullOptions {
  /** Absolute path of the folder for the database, the credentials and the logs. */
  readonly dataDir: string;
  /** How many workers run, 1 to 16 (default 1). */
  readonly workers?: number;
  /** What web and workers listen on (default 127.0.0.1). */
  readonly host?: string | undefined;
  /** What browsers know the dashboard by, without a slash at the end (default `http://localhost:` and its port). */
  readonly baseUrl?: string | undefined;
  /** Whether the Threads API offers the batch request (default: whether it is the bundled look-alike). */
  readonly threadsBatch?: boolean | undefined;
  /** TCP ports; a free one for each that is left out. `worker` is the first worker's, the others have those after it. */
  readonly ports?: { readonly web?: number; readonly worker?: number; readonly fakeThreads?: number };
  /** Whether to run the simulated campaign (default no). Never against a Threads API given by `threads`. */
  readonly demo?: boolean;
  /** What an empty database is filled with (default nothing). */
  readonly seed?: 'week' | undefined;
  /** PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** The same server without a pooler in transaction mode, where `databaseUrl` leads through one. */
  readonly directDatabaseUrl?: string | undefined;
  /** The same server with the user that owns the tables, where `databaseUrl` has another one. */
  readonly ownerDatabaseUrl?: string | undefined;
  /** Redis for queue and relay; without it both run on PostgreSQL. */
  readonly redisUrl?: string | undefined;
  /** Threads API to watch instead of the bundled look-alike. */
  readonly threads?: { readonly apiUrl: string; readonly accessToken: string } | undefined;
  /** Milliseconds between two looks at a variant, 100 to 60000 (default 1000). */
  readonly pollIntervalMs?: number;
  readonly apiKey?: string | undefined;
  readonly adminEmail?: string | undefined;
  readonly adminPassword?: string | undefined;
  /** Whether the access above is made to work again, whatever was done to it since (default no). */
  readonly resetAdmin?: boolean;
  /** Signs the sessions, at least 32 characters; kept in `dataDir` when left out. */
  readonly authSecret?: string | undefined;
  /** Encrypts tokens at rest, 32 bytes in base64; kept in `dataDir` when left out. */
  readonly encryptionKey?: string | undefined;
  /** Read during a rotation. */
  readonly oldEncryptionKey?: string | undefined;
  /** Further environment variables for every part. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives each line that a part writes. */
  readonly onLog?: (part: string, line: LogLine) => void;
  /** Wraps each step of the start, for instance to show its time. */
  readonly step?: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

/** A running Cull. */
export interface Cull {
  /** The dashboard, without a slash at the end. */
  readonly url: string;
  /** A link that signs the first admin in. */
  readonly signInUrl: string;
  /** An admin API key; null where the database had one already that is not known here. */
  readonly apiKey: string | null;
  readonly adminEmail: string;
  readonly adminPassword: string | null;
  readonly databaseUrl: string;
  /** Base address of the Threads API that is watched. */
  readonly fakeThreadsUrl: string;
  /** The first worker's health and metrics. */
  readonly workerUrl: string;
  /** Those of all workers, in their order. */
  readonly workerUrls: readonly string[];
  readonly demoRuns: boolean;
  /** Returns the processes that run at this moment. */
  readonly running: () => readonly Pick<Child, 'name' | 'pid'>[];
  /** Resolves with the reason when a part has ended by itself. */
  readonly failed: Promise<Error>;
  /** Stops everything; safe to call twice. */
  close(): Promise<void>;
}
