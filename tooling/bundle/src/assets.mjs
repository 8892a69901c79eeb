import { cp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** On one line or, where that is too long, on several. */
const ASSET_URL = /new URL\(\s*'(\.[^']+)',\s*import\.meta\.url,?\s*\)/g;
const OF_PACKAGE = /require\.resolve\('([^']+)'\)/g;

/**
 * Takes along the files that our own sources read at run time, and has the bundle find them next to itself:
 * `new URL('./file', import.meta.url)`, and `require.resolve('package/file')` for those of packages.
 * @returns {import('esbuild').Plugin} Needs `metafile: true`.
 */
export function assets() {
  return {
    name: 'assets',
    setup(build) {
      /** By the source that reads them. */
      const wanted = new Map();
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const files = [];
        const take = (file) => {
          files.push(file);
          return basename(file);
        };
        const contents = (await readFile(path, 'utf8'))
          .replaceAll(
            ASSET_URL,
            (_, file) => `new URL('./${take(resolve(dirname(path), file))}', import.meta.url)`,
          )
          .replaceAll(
            OF_PACKAGE,
            (_, file) => `import.meta.dirname + '/${take(createRequire(path).resolve(file))}'`,
          );
        if (files.length > 0) wanted.set(path, files);
        return { contents, loader: 'ts' };
      });
      build.onEnd(async ({ metafile }) => {
        const { absWorkingDir, outdir } = build.initialOptions;
        const used = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) =>
          Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
        );
        for (const [path, files] of wanted) {
          // What reads them may have been left out of the bundle, as nothing uses it.
          if (!used.includes(relative(absWorkingDir, path))) continue;
          for (const file of files) await cp(file, join(outdir, basename(file)), { recursive: true });
        }
      });
    },
  };
}
