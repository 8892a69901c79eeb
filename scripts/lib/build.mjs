import { join } from 'node:path';
import { runOrFail } from './run.mjs';
import { step } from './steps.mjs';
import { ROOT } from './workspace.mjs';

const TURBO = join(ROOT, 'node_modules', '.bin', 'turbo');

/**
 * Generates the database client and builds the dashboard; turbo's cache skips what has not changed.
 * @param {NodeJS.ProcessEnv} env From `install`.
 */
export function build(env) {
  return step('Build the dashboard', async () => {
    await runOrFail('building the dashboard', TURBO, ['run', 'generate', 'build'], { env });
  });
}

/** Generates the database client alone. */
export function generate(env) {
  return step('Generate the database client', async () => {
    await runOrFail('generating the database client', TURBO, ['run', 'generate'], { env });
  });
}
