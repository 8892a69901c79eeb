import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@cull/servers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cookieOf, post, signIn } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';
import { aVariant } from '../../test/world';
import { DEFAULT_LIMITS } from '../limits/limits';

const soon = { timeout: 30_000, interval: 50 };

interface Proxy {
  readonly name: string;
  readonly language: string;
  /** Brings the page's example to a port of this machine, without TLS. */
  configure(example: string, port: number, folder: string): string;
  command(config: string, folder: string): readonly string[];
}

const PROXIES: readonly Proxy[] = [
  {
    name: 'nginx',
    language: 'nginx',
    configure: (example, port, folder) => {
      const server = example
        .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
        .replaceAll(/^ *ssl_.*$/gm, '');
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${folder}/${kind};`,
      );
      return `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off; ${paths.join(' ')} ${server} }`;
    },
    command: (config, folder) => ['-p', folder, '-e', 'stderr', '-c', config],
  },
  {
    name: 'caddy',
    language: 'caddy',
    configure: (example, port) =>
      `{\n  admin off\n}\n${example.replace('cull.example.com {', `http://127.0.0.1:${port} {`)}`,
    command: (config) => ['run', '--adapter', 'caddyfile', '--config', config],
  },
];

const isInstalled = (name: string) => spawnSync(name, ['-h']).error === undefined;

async function exampleOf(language: string): Promise<string> {
  const page = await readFile(new URL('../../../../docs/proxies.md', import.meta.url), 'utf8');
  const [, example] = new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(page) ?? [];
  if (example === undefined) throw new Error(`docs/proxies.md has no example of ${language}`);
  return example;
}

describe.each(PROXIES)('behind $name', ({ name, language, configure, command }) => {
  describe.skipIf(!isInstalled(name))('as the page has it', () => {
    let server: TestServer;
    let proxy: ChildProcess;
    let folder: string;
    beforeAll(async () => {
      const [port, ownPort] = [await freePort(), await freePort()];
      server = await startTestServer({
        baseUrl: `http://127.0.0.1:${port}`,
        port: ownPort,
        metricsToken: 'a-token-for-prometheus',
        limits: { ...DEFAULT_LIMITS, trustedProxies: 1 },
      });
      folder = await mkdtemp(join(tmpdir(), `cull-${name}-`));
      const config = join(folder, 'config');
      const example = (await exampleOf(language)).replace('127.0.0.1:3000', `127.0.0.1:${ownPort}`);
      await writeFile(config, configure(example, port, folder));
      const env = { ...process.env, HOME: folder };
      proxy = spawn(name, [...command(config, folder)], { stdio: 'ignore', env });
      await vi.waitFor(async () => expect((await fetch(`${server.url}/healthz`)).status).toBe(200), soon);
    });
    afterAll(async () => {
      const ended = new Promise((resolve) => proxy.once('exit', resolve));
      proxy.kill();
      await ended;
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('people sign in, again, and are known; nothing is amiss with the setting', async () => {
      const sessions = [];
      for (let time = 0; time < 2; time += 1) {
        const answer = await signIn(server, 'admin@cull.local', 'a-long-password');
        expect(answer.status).toBe(200);
        sessions.push(cookieOf(answer));
      }
      const again = { email: 'admin@cull.local', password: 'a-long-password' };
      const cookie = sessions[0] ?? '';
      expect((await post(server, '/api/auth/sign-in/email', again, { cookie })).status).toBe(200);
      for (const session of sessions) {
        const answer = await fetch(`${server.url}/api/trpc/pool.list`, { headers: { cookie: session } });
        expect(answer.status).toBe(200);
      }
      expect(server.logged.filter((line) => line.includes('TRUSTED_PROXIES'))).toEqual([]);
    });

    it('an event reaches an open stream before anything comes after it', async () => {
      const variant = aVariant();
      const seen: (string | null)[] = [];
      const stream = server.client.live.events.subscribe(
        {},
        { onData: ({ data }) => seen.push(data.variantId) },
      );
      try {
        await server.client.variants.posted.mutate(variant);
        // Pings, which would push it out of a buffer, come every 10 s.
        await vi.waitFor(() => expect(seen).toContain(variant.variantId), { timeout: 5_000, interval: 10 });
      } finally {
        stream.unsubscribe();
      }
    });

    it('figures and details are closed, and the rest is as it is', async () => {
      const statuses = await Promise.all(
        ['/metrics', '/readyz', '/healthz', '/api/nothing'].map(
          async (path) => (await fetch(server.url + path)).status,
        ),
      );
      expect(statuses).toEqual([404, 404, 200, 404]);
    });

    it('an address that callers make up is not believed', async () => {
      const forged = { 'x-forwarded-for': '6.6.6.6' };
      const body = { email: 'forger@example.org', password: 'a-wrong-password' };
      expect((await post(server, '/api/auth/sign-in/email', body, forged)).status).toBe(401);
      const entry = await server.db.prisma.auditEntry.findFirstOrThrow({
        where: { target: 'user:forger@example.org' },
      });
      expect(entry.address).toBe('127.0.0.1');
    });
  });
});
