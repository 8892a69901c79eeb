import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';
import { ROOT } from './workspace.mjs';

/** Process groups that run now. */
const running = new Set();
/** A command that has ended may leave a child behind that holds its output open: it isn't waited for any longer. */
const CHILDREN_WITHIN_MS = 10_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Without a running step the signal is somebody else's to handle, for instance the launcher's.
    if (running.size === 0) {
      if (process.listenerCount(signal) === 1) process.exit(130);
      return;
    }
    endSteps();
    process.exit(130);
  });
}
process.on('exit', endSteps);

function endSteps() {
  for (const child of running) endGroup(child, 'SIGTERM');
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}

/**
 * Runs a command and keeps what it writes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, verbose?: boolean, timeoutMs?: number, childrenWithinMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, isOverdue: boolean }>} Never rejects because of an exit code. `isOverdue`: it was
 *   ended because it took longer than `timeoutMs`.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that ending it ends what it has started as well.
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      // What is kept may be shown in a file: colors would only be in the way there.
      env: { ...process.env, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let isOverdue = false;
    const end = () => {
      isOverdue = true;
      endGroup(child, 'SIGKILL');
    };
    const timer = options.timeoutMs && setTimeout(end, options.timeoutMs);
    let leftOver;
    child.on('exit', () => {
      clearTimeout(timer);
      leftOver = setTimeout(() => {
        endGroup(child, 'SIGKILL');
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
      }, options.childrenWithinMs ?? CHILDREN_WITHIN_MS);
    });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        if (options.verbose) process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => {
      running.delete(child);
      reject(new Failure(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code) => {
      clearTimeout(leftOver);
      running.delete(child);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8'), isOverdue });
    });
  });
}

/**
 * Runs a command that has to succeed.
 * @param {string} what Said when it fails, for example "installing the packages".
 * @throws {Failure} With the last lines of its output.
 */
export async function runOrFail(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  if (/ENOSPC|no space left on device/i.test(output)) throw new Failure(`${what} failed: the disk is full`);
  const lastLines = output.trimEnd().split('\n').slice(-40).join('\n');
  throw new Failure(`${what} failed (exit code ${code}):\n${lastLines}`);
}
