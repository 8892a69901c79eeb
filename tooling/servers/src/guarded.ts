import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.mjs', import.meta.url));

/** What to run under the guard, and how to end it. */
export interface GuardedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The account to run under; only root can change it. */
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
  readonly stopSignal: NodeJS.Signals;
  /** Sent when `stopSignal` has not ended the server within `graceMs` milliseconds. */
  readonly killSignal: NodeJS.Signals;
  readonly graceMs: number;
  /** A temporary directory to remove once the server has ended. */
  readonly removeAfter: string | undefined;
}

/** A server that runs under the guard. */
export interface Guarded {
  /** Process id of the guard. */
  readonly pid: number;
  /** Resolves with the server's exit code, never rejects. */
  readonly exited: Promise<number>;
  /** Asks the server to end and resolves once it has; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server that ends with this process, however this process ends.
 * @param spec What to run.
 * @param onLine Receives each line that the server writes.
 * @throws When the guard itself cannot be started.
 */
export function runGuarded(spec: GuardedCommand, onLine: (line: string) => void): Guarded {
  const { account, ...rest } = spec;
  // A process group of its own: Ctrl-C on the terminal must not reach the database before its clients are closed.
  const guard = spawn(process.execPath, [GUARD, JSON.stringify({ ...rest, ...account })], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [guard.stdout, guard.stderr]) createInterface({ input: stream }).on('line', onLine);
  guard.stdin.on('error', () => {});
  const exited = exitOf(guard);
  return {
    pid: guard.pid ?? 0,
    exited,
    stop: async () => {
      guard.stdin.end();
      await exited;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
