import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './workspace.mjs';

/**
 * Runs a TypeScript program of the benchmarks in the foreground, with this command's arguments.
 * @param {string} program Relative to `bench/src`.
 * @returns {Promise<number>} Its exit code.
 */
export async function runInForeground(program) {
  const node = ['--expose-gc', '--enable-source-maps', '--import', 'tsx', join('src', program)];
  const args = [...node, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: join(ROOT, 'bench'), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
