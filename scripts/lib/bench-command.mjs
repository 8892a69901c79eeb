import { build } from './build.mjs';
import { runInForeground } from './foreground.mjs';
import { install } from './install.mjs';

/** Prepares everything, then runs the benchmarks. */
export async function main() {
  await build(await install());
  return runInForeground('main.ts');
}
