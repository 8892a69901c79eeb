import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { assets } from './assets.mjs';
import { ownSourceMaps } from './own-source-maps.mjs';

/** CommonJS packages ask for Node.js' own modules with `require`, which modules do not have. */
const REQUIRE = `import { createRequire as cullCreateRequire } from 'node:module';
const require = cullCreateRequire(import.meta.url);`;

/** Loaded in a `try` where they are installed; Cull does without. */
const OPTIONAL = ['pg-native', 'msgpackr-extract'];

/**
 * Bundles processes with everything that they use. The result runs without the sources and without node_modules.
 * @param {string} folder Of its package.
 * @param {readonly string[]} entries Relative to the folder, such as `src/main.ts`, which becomes `main.mjs`; they share what they have in common.
 * @param {{ outdir: string, external: readonly string[] }} options `outdir` is relative to the folder and replaced as a
 *   whole; packages in `external` stay outside, and have to be installed where the bundle runs.
 * @throws When something cannot be resolved; the details are on standard error by then.
 */
export async function bundle(folder, entries, { outdir: target, external }) {
  const outdir = resolve(folder, target);
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: folder,
    entryPoints: [...entries],
    outdir,
    // Runs as a module wherever it is copied to, with no package.json next to it.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // What is imported later stays in files of its own, and out of memory until then.
    splitting: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external: [...OPTIONAL, ...external],
    banner: { js: REQUIRE },
    plugins: [assets(), ownSourceMaps()],
    metafile: true,
    logLevel: 'warning',
  });
}
