import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DCLinter } from 'dclint';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { placeOf, readText } from '../src/repository';

const run = promisify(execFile);
const COMPOSE = 'docker-compose.yml';
const text = readText(COMPOSE);
const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.object({ target: z.string() }).optional(),
  profiles: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  read_only: z.boolean().default(false),
  pids_limit: z.number(),
  mem_limit: z.string(),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const { services, networks } = z
  .object({
    services: z.record(z.string(), serviceSchema),
    networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  })
  .parse(parse(text, { merge: true }));
const all = Object.entries(services).map(([name, service]) => ({ name, ...service }));

it('keeps to the schema of compose files, and to the linter’s rules', async () => {
  const linter = new DCLinter({
    rules: {
      // The order says what depends on what, and ports are bound to HOST.
      'services-alphabetical-order': 0,
      'service-keys-order': 0,
      'service-dependencies-alphabetical-order': 0,
      'top-level-properties-order': 0,
      'no-unbound-port-interfaces': 0,
    },
    quiet: false,
    debug: false,
    exclude: [],
  });
  const results = linter.lintFiles([placeOf(COMPOSE)], false);
  expect(
    results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`)),
  ).toEqual([]);
});

describe.each(all)('$name', (service) => {
  it('is limited, guarded, and logs within bounds', () => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.mem_limit).toMatch(/^\d+[mg]$/);
    expect(service.logging.options).toEqual({ 'max-size': '10m', 'max-file': '3' });
  });

  it('is of a fixed version, or a part of the Dockerfile', () => {
    if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+/);
    else {
      expect(readText('deploy/docker/Dockerfile')).toContain(`FROM runtime AS ${service.build.target}\n`);
      expect(service.read_only).toBe(true);
    }
  });

  it('says how it is, unless it ends by itself', () => {
    const hasCheck = new RegExp(`AS ${service.build?.target}\\n(?:(?!FROM)[^])*HEALTHCHECK`).test(
      readText('deploy/docker/Dockerfile'),
    );
    // The demo only calls others.
    if (!['migrate', 'doctor', 'demo'].includes(service.name))
      expect(service.healthcheck !== undefined || hasCheck).toBe(true);
  });

  it('publishes ports on an address that is named', () => {
    for (const port of service.ports) expect(port).toMatch(/^(127\.0\.0\.1|\$\{HOST:-127\.0\.0\.1\}):/);
  });
});

it('keeps the servers where only Cull’s own parts are', () => {
  expect(networks['data']).toEqual({ internal: true });
  const onData = all.filter((service) => service.networks.includes('data')).map(({ name }) => name);
  expect(onData.toSorted()).toEqual(['doctor', 'migrate', 'postgres', 'redis', 'web', 'worker']);
  for (const name of ['postgres', 'redis', 'migrate']) expect(services[name]?.networks).toEqual(['data']);
});

it('brings look-alike and campaign in the demo alone, and monitoring when asked', () => {
  const profiles = Object.fromEntries(
    all.map(({ name, profiles }) => [name, profiles.join()]).filter(([, one]) => one !== ''),
  );
  expect(profiles).toEqual({
    doctor: 'doctor',
    'fake-threads': 'demo',
    demo: 'demo',
    prometheus: 'monitoring',
    grafana: 'monitoring',
  });
});

describe('make-env', () => {
  const required = [...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name = '']) => name);

  async function write(): Promise<{ file: string; values: Readonly<Record<string, string>> }> {
    const folder = await mkdtemp(join(tmpdir(), 'cull-env-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, '.env');
    await run(process.execPath, [placeOf('deploy/make-env.mjs'), file]);
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => /^[A-Z]/.test(line));
    return {
      file,
      values: Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      ),
    };
  }

  it('writes everything that compose asks for, differently each time, for its owner alone', async () => {
    const [first, second] = [await write(), await write()];
    expect(required.length).toBeGreaterThan(5);
    for (const name of required) expect(first.values[name], name).toBeTruthy();
    for (const name of required.filter((one) => /PASSWORD|SECRET|KEY/.test(one)))
      expect(first.values[name]).not.toBe(second.values[name]);
    expect((await stat(first.file)).mode & 0o777).toBe(0o600);
    for (const name of ['POSTGRES_PASSWORD', 'POSTGRES_OWNER_PASSWORD', 'REDIS_PASSWORD'])
      expect(first.values[name]).toMatch(/^[a-z0-9]{48}$/);
    expect(Buffer.from(first.values['CULL_ENCRYPTION_KEY'] ?? '', 'base64')).toHaveLength(32);
  });

  it('leaves what is there alone', async () => {
    const { file } = await write();
    const before = await readFile(file, 'utf8');
    await expect(run(process.execPath, [placeOf('deploy/make-env.mjs'), file])).rejects.toThrow(
      'is there already',
    );
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
