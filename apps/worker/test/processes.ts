import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@cull/servers';

/** What a worker is started with; the rest has its defaults. */
export type WorkerVariables = Readonly<Record<'DATABASE_URL' | 'THREADS_API_URL', string>> &
  Readonly<Record<string, string>>;

/** A worker in a process of its own, as it runs in production. */
export interface WorkerProcess {
  /** Ends it and waits until it has ended; safe to call twice. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

const PACKAGE = join(import.meta.dirname, '..');

/** @returns Once it takes work. */
export async function spawnWorker(variables: WorkerVariables): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: PACKAGE,
    env: {
      PATH: process.env['PATH'],
      THREADS_ACCESS_TOKEN: 'test-token',
      THREADS_BATCH: 'true',
      POLL_INTERVAL_MS: '500',
      WORKER_PORT: String(await freePort()),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.includes('worker is running')) resolve();
    });
    void exited.then((code) => reject(new Error(`the worker ended with ${code} before it ran`)));
  });
  return {
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}
