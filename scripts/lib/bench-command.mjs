import { build } from './build.mjs';
import { runInForeground } from './foreground.mjs';
import { install } from './install.mjs';
import { findChromium } from './programs.mjs';

/** Prepares everything, then runs the benchmarks. */
export async function main() {
  await build(await install());
  const chromium = findChromium();
  if (chromium) process.env.CHROMIUM_PATH = chromium;
  return runInForeground('main.ts');
}
