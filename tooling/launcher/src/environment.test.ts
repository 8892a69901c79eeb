import { describe, expect, it } from 'vitest';
import { EnvironmentError, parseEnvironment } from './environment';

const NO_WORKERS = (value: string) =>
  `CULL_WORKERS is "${value}": it needs the number of workers, a whole number from 1 to 16`;

describe('parseEnvironment', () => {
  it('fills in the defaults', () => {
    expect(parseEnvironment({ PORT: '' }, '/srv/cull')).toEqual({
      databaseUrl: undefined,
      directDatabaseUrl: undefined,
      redisUrl: undefined,
      threads: undefined,
      threadsBatch: undefined,
      host: undefined,
      baseUrl: undefined,
      pollIntervalMs: 1000,
      ports: { web: 3000, worker: 9464, fakeThreads: 4010 },
      workers: 1,
      dataDir: '/srv/cull/.cull',
      apiKey: undefined,
      adminEmail: undefined,
      adminPassword: undefined,
      resetAdmin: false,
      authSecret: undefined,
      encryptionKey: undefined,
      oldEncryptionKey: undefined,
    });
  });

  it('is frozen', () => {
    const environment = parseEnvironment({}, '/');
    expect(Object.isFrozen(environment)).toBe(true);
    expect(Object.isFrozen(environment.ports)).toBe(true);
  });

  it('takes an absolute data directory as it is', () => {
    expect(parseEnvironment({ CULL_DATA_DIR: '/var/cull' }, '/srv').dataDir).toBe('/var/cull');
  });

  it.each([
    ['PORT', 'abc', 'PORT is "abc": it needs a port, a whole number from 1 to 65535'],
    ['PORT', '70000', 'PORT is "70000": it needs a port, a whole number from 1 to 65535'],
    ['WORKER_PORT', '1.5', 'WORKER_PORT is "1.5": it needs a port, a whole number from 1 to 65535'],
    [
      'POLL_INTERVAL_MS',
      '5',
      'POLL_INTERVAL_MS is "5": it needs milliseconds, a whole number from 100 to 60000',
    ],
    [
      'THREADS_API_URL',
      'graph',
      'THREADS_API_URL is "graph": it needs an address such as https://graph.threads.net',
    ],
    ['CULL_WORKERS', '0', NO_WORKERS('0')],
    ['CULL_WORKERS', 'many', NO_WORKERS('many')],
    ['CULL_WORKERS', '1.5', NO_WORKERS('1.5')],
    ['CULL_WORKERS', '-1', NO_WORKERS('-1')],
    ['CULL_WORKERS', '17', NO_WORKERS('17')],
    ['CULL_WORKERS', '', NO_WORKERS('')],
    ['CULL_WORKERS', ' ', NO_WORKERS(' ')],
    [
      'CULL_ENCRYPTION_KEY',
      'c2hvcnQ=',
      'CULL_ENCRYPTION_KEY has a value that does not fit: it needs 32 bytes in base64, as `openssl rand -base64 32` prints them',
    ],
    [
      'DATABASE_URL',
      'postgresql://u@h/cull',
      'CULL_ENCRYPTION_KEY is not set: it needs 32 bytes in base64, as `openssl rand -base64 32` prints them, where DATABASE_URL is set: keep them as safe as the database',
    ],
    [
      'CULL_URL',
      'cull',
      'CULL_URL is "cull": needs an address like https://cull.example.com, without a path',
    ],
    ['THREADS_BATCH', 'maybe', 'THREADS_BATCH is "maybe": it needs true or false'],
    ['CULL_ADMIN_EMAIL', 'me', 'CULL_ADMIN_EMAIL is "me": it needs an email address'],
    ['CULL_API_KEY', 'short', 'CULL_API_KEY has a value that does not fit: it needs at least 20 characters'],
    [
      'REDIS_URL',
      'http://x',
      'REDIS_URL has a value that does not fit: it needs an address such as redis://host:6379',
    ],
  ])('%s=%s stops the start', (name, value, message) => {
    expect(() => parseEnvironment({ [name]: value }, '/')).toThrow(new EnvironmentError(message));
  });

  it('takes as many workers as there are shards', () => {
    expect(parseEnvironment({ CULL_WORKERS: '16' }, '/').workers).toBe(16);
  });

  it('wants a port for each worker', () => {
    expect(() => parseEnvironment({ WORKER_PORT: '65534', CULL_WORKERS: '3' }, '/')).toThrow(
      'WORKER_PORT is "65534": it needs room for 3 ports up to 65535, one for each worker',
    );
  });

  it('never shows a secret', () => {
    expect(() => parseEnvironment({ DATABASE_URL: 'mysql://me:hunter2@host/db' }, '/')).toThrow(
      /^(?!.*hunter2)DATABASE_URL has a value/,
    );
  });

  it('wants a token for another Threads API', () => {
    expect(() => parseEnvironment({ THREADS_API_URL: 'https://graph.threads.net' }, '/')).toThrow(
      'THREADS_ACCESS_TOKEN is not set: it needs the access token of the API that THREADS_API_URL names',
    );
  });
});
