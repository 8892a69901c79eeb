import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Cull } from '@cull/launcher';
import { freePort } from '@cull/servers';
import { z } from 'zod';

const WORKER = fileURLToPath(new URL('../../apps/worker', import.meta.url));
const READY_WITHIN_MS = 60_000;
const runningSchema = z.object({ msg: z.literal('worker is running'), workerId: z.string() });

/** A worker next to the one that Cull was started with. */
export interface WorkerProcess {
  readonly workerId: string;
  readonly pid: number;
  /** Its health and metrics. */
  readonly url: string;
  signal(signal: NodeJS.Signals): void;
  /** Ends it, however it stands, and waits until it has ended. */
  end(): Promise<void>;
}

/** @returns Once it takes part. */
export async function spawnWorker(
  cull: Cull,
  { redisUrl, batch }: { readonly redisUrl: string | undefined; readonly batch: boolean },
): Promise<WorkerProcess> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--max-semi-space-size=4', 'dist/main.mjs'],
    {
      cwd: WORKER,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: cull.databaseUrl,
        ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
        THREADS_API_URL: cull.fakeThreadsUrl,
        THREADS_ACCESS_TOKEN: 'bench',
        // No account is made that it would have to open.
        CULL_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
        THREADS_BATCH: String(batch),
        WORKER_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const workerId = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const running = runningSchema.safeParse(JSON.parse(line));
      if (running.success) resolve(running.data.workerId);
    });
    void exited.then(() => reject(new Error('a further worker ended before it ran')));
    setTimeout(() => reject(new Error('a further worker did not start in time')), READY_WITHIN_MS).unref();
  });
  return {
    pid: child.pid ?? Number.NaN,
    url: `http://127.0.0.1:${port}`,
    workerId: await workerId.catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    }),
    signal: (signal) => void child.kill(signal),
    end: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}
