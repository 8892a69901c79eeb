import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** A map without mappings: esbuild leaves out what it says nothing of. */
const NO_MAPPINGS = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');

/**
 * Keeps packages out of the source map: Node.js reads the whole map when a process starts, and traces lead to our own
 * lines anyway.
 * @returns {import('esbuild').Plugin}
 */
export function ownSourceMaps() {
  return {
    name: 'own-source-maps',
    setup(build) {
      build.onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, async ({ path }) => ({
        contents: `${await readFile(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${NO_MAPPINGS}`,
        loader: extname(path) === '.js' ? 'default' : 'js',
      }));
    },
  };
}
