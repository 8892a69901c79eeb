import { join } from 'node:path';
import { runInForeground } from './foreground.mjs';
import { install } from './install.mjs';

/** Prepares what it needs, then simulates. */
export async function main() {
  await install();
  return runInForeground(join('simulation', 'main.ts'));
}
