import { readFileSync } from 'node:fs';
import { SECRET_VARIABLES } from '@cull/process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseEnvironment } from './environment';
import { web, workers } from './parts';
import { wire } from './wiring';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The variables in the table of the operators' page. */
function documentedVariables(): readonly string[] {
  const [, section = ''] = read('docs/operators.md').split('\n## Variables\n');
  const [table = ''] = section.split('\n## ');
  const firstCells = table.split('\n').flatMap((line) => /^\| (`.+?) \|/.exec(line)?.[1] ?? []);
  return firstCells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name));
}

/** The variables that a process reads, by the source of its schema. */
function variablesOf(path: string): readonly string[] {
  const text = read(path);
  const shared = text.includes('...encryptionKeyVariables')
    ? ['CULL_ENCRYPTION_KEY', 'CULL_ENCRYPTION_KEY_OLD']
    : [];
  return [...shared, ...[...text.matchAll(/^ {2,6}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name)];
}

const DOCUMENTED = documentedVariables();
const READ_BY = {
  web: variablesOf('apps/web/src/environment.ts'),
  worker: variablesOf('apps/worker/src/environment.ts'),
  migrate: variablesOf('tooling/launcher/src/prepare-database.ts'),
};
/** For tests alone: another Slack. */
const UNDOCUMENTED = ['SLACK_API_URL'];

it('every variable that a process reads is documented', () => {
  expect(DOCUMENTED.length).toBeGreaterThan(30);
  const readByAny = Object.values(READ_BY).flat();
  expect(readByAny.length).toBeGreaterThan(40);
  expect(readByAny.filter((name) => ![...DOCUMENTED, ...UNDOCUMENTED].includes(name))).toEqual([]);
});

it('every secret is documented as a file as well', () => {
  const [, section = ''] = read('docs/operators.md').split('can be given as a file instead:');
  const [names = ''] = section.split('\n\n');
  for (const name of SECRET_VARIABLES) expect(names).toContain(`\`${name}\``);
});

const KEY = Buffer.alloc(32, 1).toString('base64');
/** Other than by default, and good. What isn't here is a text that nothing but its process looks at. */
const VALUES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://me:secret@db.example:5432/cull',
  DIRECT_DATABASE_URL: 'postgresql://me:secret@server.example:5432/cull',
  OWNER_DATABASE_URL: 'postgresql://owner:secret@server.example:5432/cull',
  REDIS_URL: 'redis://redis.example:6379',
  THREADS_API_URL: 'https://graph.example',
  THREADS_BATCH: 'true',
  POLL_INTERVAL_MS: '1234',
  PORT: '3001',
  WORKER_PORT: '9470',
  FAKE_THREADS_PORT: '4011',
  CULL_WORKERS: '3',
  HOST: '0.0.0.0',
  CULL_URL: 'https://cull.example.com',
  CULL_AUTH_SECRET: 'another-secret-that-is-long-enough-to-be-one',
  CULL_ENCRYPTION_KEY: KEY,
  CULL_ENCRYPTION_KEY_OLD: KEY,
  CULL_DATA_DIR: '/var/cull',
  CULL_API_KEY: 'cull_a-key-that-is-long-enough',
  CULL_ADMIN_EMAIL: 'ann@example.org',
  CULL_ADMIN_PASSWORD: 'a-password-of-her-own',
  CULL_RESET_ADMIN: 'true',
};

const given = Object.fromEntries(DOCUMENTED.map((name) => [name, VALUES[name] ?? `given-${name}`]));

describe('npm start', () => {
  const environment = parseEnvironment(given, '/');

  it.each(DOCUMENTED)('hands on %s', async (name) => {
    const secrets = {
      authSecret: environment.authSecret ?? '',
      encryptionKey: environment.encryptionKey ?? '',
    };
    const wiring = await wire(environment, environment.databaseUrl ?? '', secrets);
    const [first] = workers(wiring);
    if (READ_BY.web.includes(name)) expect({ ...given, ...web(wiring).env }[name]).toBe(given[name]);
    if (READ_BY.worker.includes(name)) expect({ ...given, ...first?.spec.env }[name]).toBe(given[name]);
    const isReadByParts = [...READ_BY.web, ...READ_BY.worker].includes(name);
    // The others are for the launcher itself.
    if (name === 'CULL_RESET_ADMIN') expect(environment.resetAdmin).toBe(true);
    else if (!isReadByParts) expect(JSON.stringify(environment)).toContain(given[name]);
  });
});

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
      ports: z.array(z.string()).default([]),
    }),
  ),
});

/** Compose has servers of its own, keeps data in volumes, and starts workers by `--scale`. */
const NOT_IN_COMPOSE = ['DATABASE_URL', 'REDIS_URL', 'CULL_DATA_DIR', 'CULL_WORKERS'];
/** Inside they are fixed; outside they say where the ports are published. */
const BY_PORTS = ['HOST', 'PORT', 'WORKER_PORT', 'FAKE_THREADS_PORT'];

describe('docker compose', () => {
  const { services } = composeSchema.parse(parse(read('docker-compose.yml'), { merge: true }));
  const documented = DOCUMENTED.filter((name) => !NOT_IN_COMPOSE.includes(name));
  const names = (['web', 'worker', 'migrate'] as const).flatMap((service) =>
    documented.filter((name) => READ_BY[service].includes(name)).map((name) => [service, name] as const),
  );

  it.each(names.filter(([, name]) => !BY_PORTS.includes(name)))('passes %s %s', (service, name) => {
    expect(services[service]?.environment[name]).toMatch(new RegExp(`\\$\\{${name}[:}]`));
  });

  it.each(BY_PORTS)('publishes by %s', (name) => {
    const published = Object.values(services).flatMap(({ ports }) => ports);
    expect(published.join()).toContain(`\${${name}:-`);
  });

  it('leaves none out', () => {
    const passed = Object.values(services).flatMap(({ environment }) => Object.keys(environment));
    expect(documented.filter((name) => ![...passed, ...BY_PORTS].includes(name))).toEqual([]);
  });
});
