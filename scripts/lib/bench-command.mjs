import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { ROOT } from './workspace.mjs';

/** Prepares everything, then runs the benchmarks in the foreground. */
export async function main() {
  await build(await install());
  const program = ['--expose-gc', '--enable-source-maps', '--import', 'tsx', join('src', 'main.ts')];
  const args = [...program, ...process.argv.slice(2)];
  const bench = spawn(process.execPath, args, { cwd: join(ROOT, 'bench'), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => bench.kill(signal));
  const [code] = await once(bench, 'exit');
  return code ?? 1;
}
