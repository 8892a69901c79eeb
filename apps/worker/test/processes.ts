import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@cull/servers';
import { z } from 'zod';
import { BUNDLE } from './bundle';

/** What a worker is started with; the rest has its defaults. */
export type WorkerVariables = Readonly<Record<'DATABASE_URL' | 'THREADS_API_URL', string>> &
  Readonly<Record<string, string>>;

/** A worker in a process of its own, as it runs in production. */
export interface WorkerProcess {
  readonly workerId: string;
  readonly pid: number;
  /** What it takes of the machine; null where this system has no /proc. */
  occupied(): Promise<Occupied | null>;
  /** Stops it or has it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it and waits until it has ended; safe to call twice. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** What a process takes of its machine. */
export interface Occupied {
  /** Open files, connections among them. */
  readonly files: number;
  /** Resident memory, 10⁶ bytes. */
  readonly megabytes: number;
}

const runningSchema = z.object({ workerId: z.string() });
const PACKAGE = join(import.meta.dirname, '..');

/**
 * @param bundle Of this version where it is left out.
 * @returns Once it takes work.
 */
export async function spawnWorker(variables: WorkerVariables, bundle = BUNDLE): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [bundle], {
    cwd: PACKAGE,
    env: {
      PATH: process.env['PATH'],
      THREADS_ACCESS_TOKEN: 'test-token',
      CULL_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
      THREADS_BATCH: 'true',
      POLL_INTERVAL_MS: '500',
      WORKER_PORT: String(await freePort()),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const lines = createInterface({ input: child.stdout });
  const workerId = await new Promise<string>((resolve, reject) => {
    let last = '';
    lines.on('line', (line) => {
      last = line;
      if (line.includes('worker is running')) resolve(runningSchema.parse(JSON.parse(line)).workerId);
    });
    void exited.then((code) => reject(new Error(`the worker ended with ${code} before it ran: ${last}`)));
  });
  const pid = child.pid ?? Number.NaN;
  return {
    workerId,
    pid,
    occupied: () => occupiedBy(pid).catch(() => null),
    signal: (signal) => void child.kill(signal),
    end: (signal) => {
      child.kill(signal);
      // One that was stopped hears of nothing else until it goes on.
      child.kill('SIGCONT');
      return exited;
    },
  };
}

async function occupiedBy(pid: number): Promise<Occupied> {
  const [files, status] = await Promise.all([
    readdir(`/proc/${pid}/fd`),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { files: files.length, megabytes: (kilobytes * 1024) / 1e6 };
}
