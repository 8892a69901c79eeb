import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WEB = fileURLToPath(new URL('../../apps/web', import.meta.url));

/** A web process as it runs in production, behind whatever routes to it. */
export interface WebProcess {
  /** Tells it to stop, and waits until it has. */
  stop(): Promise<void>;
}

/** @returns Once it listens and its database is there. */
export async function spawnWeb(variables: Readonly<Record<string, string>>): Promise<WebProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs'], {
    cwd: WEB,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...variables },
    // No channel to a parent: nothing tells it that nobody routes to it.
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('web is running')) resolve();
    });
    void exited.then(() => reject(new Error('a web process ended before it ran')));
  });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
