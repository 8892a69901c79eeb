import { LIMITS, NEWEST_MIGRATION, openDatabase } from '@cull/db';
import { isPooled, type TimeLimits, waitForDatabase } from '@cull/postgres';
import { createSecretBox } from '@cull/process';
import { createNotifier, createProducer, migrateQueue } from '@cull/queue';
import { APIError } from 'better-auth/api';
import type { Logger } from 'pino';
import { recordAccess, recordRefusedMore } from './access/audit';
import type { AccountSetup } from './accounts/setup';
import type { Services } from './context';
import { followDatabase } from './follow-database';
import { createBatches } from './http/batches';
import { readNotices } from './insights/notices';
import { readTrends } from './insights/trends';
import { kept } from './kept';
import { createLimits, DEFAULT_LIMITS, type LimitOptions } from './limits/limits';
import { createTurns } from './limits/turns';
import { openLiveHub } from './live/hub';
import { createMetrics } from './metrics';
import { readWholeFleet } from './sessions/fleet';
import type { AccessEvent } from './sign-in/access-events';
import { type AuthOptions, createAuth } from './sign-in/auth';
import type { SignInProvider } from './sign-in/provider';
import { createRefusedAttempts } from './sign-in/refused-attempts';
import { createPolicyReader } from './thresholds/policy-reader';

export interface ApiOptions {
  readonly databaseUrl: string;
  /** Where `databaseUrl` leads through a pooler in transaction mode: the server itself. */
  readonly directDatabaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  /** Signs session cookies; at least 32 characters. */
  readonly authSecret: string;
  /** The address that browsers know the product by. */
  readonly baseUrl: string;
  readonly log: Logger;
  /** What `/metrics` needs; left out, it answers while `baseUrl` is a loopback address. */
  readonly metricsToken?: string | undefined;
  /** Encrypts the tokens of accounts; 32 bytes. */
  readonly encryptionKey: Buffer;
  /** Opens what was encrypted before a rotation. */
  readonly oldEncryptionKey?: Buffer | undefined;
  /** The account that the environment names. */
  readonly environmentAccount?: AccountSetup['environment'];
  /** What "Connect Threads" needs; left out, tokens are pasted. */
  readonly threadsApp?: AccountSetup['threadsApp'];
  /** Whom people may sign in with, besides a password. */
  readonly signInProvider?: SignInProvider | undefined;
  /** Whether people may sign in with a password (default yes); where not, with the provider alone. */
  readonly passwordSignIn?: boolean | undefined;
  /** Those of `DEFAULT_LIMITS` where it is left out. */
  readonly limits?: LimitOptions;
  /** Why the worker would refuse to send to an address; null where it may not. Left out, it is the worker's alone to say. */
  readonly webhookRefusal?: (url: string) => string | null;
  /** Epoch milliseconds; left out, the database's clock. */
  readonly now?: () => number;
}

/** For what somebody waits for: sign-ins, kills, pauses, postings, streams. */
const CONTROL_CONNECTIONS = 8;
/** For what is read, so that no number of readers keeps the others waiting. */
const READING_CONNECTIONS = 6;
/** Previews, reports and curves, of which a page of the dashboard asks for several. */
const REPORT_TURNS = { atOnce: 3, eachCaller: 2, waiting: 20, waitMs: 15_000 };
/** Exports take as long as their readers do: they keep no report waiting. */
const EXPORT_TURNS = { atOnce: 4, eachCaller: 1, waiting: 2, waitMs: 15_000 };
const NOTICES_KEPT_MS = 10_000;
const BACKLOG_KEPT_MS = 500;
const FLEET_KEPT_MS = 1_000;
const TRENDS_KEPT_MS = 60_000;

/** Opens what the procedures work with, once there is a migrated database; `close` ends open streams first. */
export async function openServices(
  options: ApiOptions,
): Promise<{ readonly services: Services; readonly close: () => Promise<void> }> {
  const { databaseUrl, redisUrl, authSecret, baseUrl, log, webhookRefusal = () => null } = options;
  const addresses = { url: databaseUrl, directUrl: options.directDatabaseUrl ?? databaseUrl };
  await waitForDatabase(addresses, {
    migration: NEWEST_MIGRATION,
    onWait: (reason) => log.warn({ reason }, 'waiting for the database'),
  });
  const connection = { databaseUrl: addresses.directUrl, redisUrl };
  // The message alone: these errors carry the whole client, down to the key that cancels its queries.
  const onQueueError = ({ message }: Error) => log.warn({ reason: message }, 'a queue connection broke');
  await migrateQueue(connection);
  const open = (applicationName: string, maxConnections: number, limits: TimeLimits) =>
    openDatabase({
      url: databaseUrl,
      isPooled: isPooled(addresses),
      applicationName,
      maxConnections,
      limits,
      onError: ({ message }) => log.warn({ reason: message }, 'a database connection broke'),
    });
  const db = open('cull-web', CONTROL_CONNECTIONS, LIMITS.usual);
  const reading = open('cull-web-reading', READING_CONNECTIONS, LIMITS.reading);
  const clock =
    options.now === undefined ? await followDatabase(db, log) : { now: options.now, stop: () => {} };
  const { now } = clock;
  const metrics = createMetrics();
  const limits = createLimits(options.limits ?? DEFAULT_LIMITS, metrics, now, (problem) =>
    log.warn(`${problem}; see docs/proxies.md`),
  );
  const refused = createRefusedAttempts({
    write: (event) => recordAccess({ db, now }, event),
    writeMore: (more) => recordRefusedMore({ db, now }, more),
    onError: (error) => log.error({ error }, 'refused attempts could not be recorded'),
    now,
  });
  const onAccess = async (event: AccessEvent) => {
    if (event.type === 'signed_in' && event.address !== null)
      limits.signedIn({ address: event.address, account: event.email });
    log.info({ ...event }, 'access');
    await (event.type === 'sign_in_failed' ? refused.note(event) : recordAccess({ db, now }, event));
  };
  const signInOptions: AuthOptions = {
    db,
    secret: authSecret,
    baseUrl,
    log,
    onAttempt: limits.signIn,
    onAccess,
    now,
    deliverLink: () => {
      throw new APIError('BAD_REQUEST', {
        message: 'Sign-in links are made where Cull is started, not here.',
      });
    },
  };
  const auth = createAuth(signInOptions);
  const provider = options.signInProvider;
  const providerAuth = provider === undefined ? auth : createAuth({ ...signInOptions, provider });
  const producer = createProducer(connection, onQueueError);
  const notifier = createNotifier(connection, onQueueError);
  const hub = await openLiveHub(db, notifier, log, now);
  const policies = createPolicyReader(db, now);
  const fleet = kept(FLEET_KEPT_MS, now, () => readWholeFleet({ db: reading, policies, now }));
  const trends = kept(TRENDS_KEPT_MS, now, () => readTrends(reading, now()));
  const notices = kept(NOTICES_KEPT_MS, now, () => readNotices({ db: reading, policies, now }));
  let closing: Promise<void> | undefined;
  return {
    services: {
      db,
      reading,
      batches: createBatches(db, now),
      producer,
      sampleBacklog: kept(BACKLOG_KEPT_MS, now, () => producer.samplesWaitingSince()),
      notifier,
      policies,
      notices,
      fleet,
      trends,
      hub,
      auth,
      providerAuth,
      passwordSignIn: options.passwordSignIn ?? true,
      limits,
      turns: { reports: createTurns(REPORT_TURNS), exports: createTurns(EXPORT_TURNS) },
      accounts: {
        box: createSecretBox(options.encryptionKey, options.oldEncryptionKey),
        environment: options.environmentAccount ?? null,
        threadsApp: options.threadsApp ?? null,
      },
      metrics,
      log,
      now,
      baseUrl,
      webhookRefusal,
      onAccess,
    },
    close: () => {
      closing ??= (async () => {
        clock.stop();
        await hub.close();
        await notifier.close();
        await producer.close();
        await refused.close();
        await Promise.all([db.close(), reading.close()]);
      })();
      return closing;
    },
  };
}
