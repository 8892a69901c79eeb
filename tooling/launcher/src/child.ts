import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment } from './child-environment';

const STOP_WITH_PARENT = new URL('./stop-with-parent.mjs', import.meta.url).href;
const LINES_KEPT = 30;
const GRACE_MS = 10_000;

/** A part of Cull to run as a process of its own. */
export interface ChildSpec {
  /** Short, for people: "worker". */
  readonly name: string;
  /** Folder of its package; what it does not bundle is resolved from there. */
  readonly cwd: string;
  /** Its entry, relative to `cwd`. */
  readonly entry: string;
  /** Options of Node.js itself. */
  readonly nodeOptions?: readonly string[];
  /** Environment variables in addition to those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it may know the secrets of this process; else it has those of `env` alone. */
  readonly isTrusted?: boolean;
}

/** How a child ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running part of Cull. */
export interface Child {
  readonly name: string;
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when it has ended, never rejects. */
  readonly exited: Promise<Exit>;
  /** Whether it was asked to end. */
  readonly isStopping: () => boolean;
  /** The last lines that it wrote. */
  readonly lastLines: () => readonly string[];
  /** Asks it to end, insists after 10 s, and resolves once it has; safe to call twice. */
  stop(): Promise<void>;
  /** Ends it at once, with whatever it has started. */
  kill(): void;
}

/**
 * Starts a child that ends with this process, however this process ends.
 * @param spec What to run.
 * @param onLine Receives each line that it writes.
 */
export function startChild(spec: ChildSpec, onLine: (line: string) => void): Child {
  const options = ['--enable-source-maps', ...(spec.nodeOptions ?? []), '--import', STOP_WITH_PARENT];
  const child = spawn(process.execPath, [...options, spec.entry], {
    cwd: spec.cwd,
    env: childEnvironment(process.env, spec),
    // A process group of its own: Ctrl-C reaches the launcher alone, which keeps the order of closing.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kept: string[] = [];
  const keep = (line: string) => {
    kept.push(line);
    if (kept.length > LINES_KEPT) kept.shift();
    onLine(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', keep);
  }
  const exited = exitOf(child, keep);
  let stopping: Promise<void> | undefined;
  return {
    name: spec.name,
    pid: child.pid,
    exited,
    isStopping: () => stopping !== undefined,
    lastLines: () => [...kept],
    stop: () => {
      stopping ??= endGently(child, exited);
      return stopping;
    },
    kill: () => endGroup(child, 'SIGKILL'),
  };
}

function exitOf(child: ChildProcess, keep: (line: string) => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      keep(`cannot be started: ${error.message}`);
      resolve({ code: 1, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

async function endGently(child: ChildProcess, exited: Promise<Exit>): Promise<void> {
  child.kill('SIGTERM');
  const insist = setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MS);
  await exited;
  clearTimeout(insist);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
