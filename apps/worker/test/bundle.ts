import { join } from 'node:path';
import { build } from 'esbuild';

const PACKAGE = join(import.meta.dirname, '..');

/** The worker as spawned by tests; made anew for each run of them. */
export const BUNDLE = join(PACKAGE, 'dist', 'test', 'worker.mjs');

/** Loaded in a `try` where they are installed; Cull does without. */
const EXTERNAL = ['pg-native', 'msgpackr-extract'];

/**
 * vitest's `globalSetup`: bundles the worker once, as tests start it by the dozen and loading its sources takes as long as
 * what is tested.
 */
export default async function setup(): Promise<void> {
  await build({
    absWorkingDir: PACKAGE,
    entryPoints: ['src/main.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: EXTERNAL,
    // CommonJS packages ask for Node.js' own modules with `require`, which modules don't have.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
