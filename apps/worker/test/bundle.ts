import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = join(import.meta.dirname, '..');
/** Next to the bundle for production, which may be built at the same time. */
const FOLDER = join('node_modules', '.cull-test');

/** The worker that tests spawn, built again for each test run. */
export const BUNDLE = join(PACKAGE, FOLDER, 'main.mjs');

/**
 * vitest's `globalSetup`: bundles the worker once, since tests start it by the dozen and loading its sources takes as long
 * as what is tested.
 */
export default async function setup(): Promise<void> {
  const program = join(PACKAGE, 'node_modules', '.bin', 'cull-bundle');
  await promisify(execFile)(program, ['src/main.ts', `--outdir=${FOLDER}`], { cwd: PACKAGE });
}
