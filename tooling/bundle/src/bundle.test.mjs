import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundle } from './bundle.mjs';

const run = promisify(execFile);

let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cull-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes files, bundles `src/main.ts`, and moves the result to where nothing else is. */
async function bundled(files, external = []) {
  const source = join(folder, 'source');
  for (const [name, text] of Object.entries(files)) {
    const path = join(source, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  await bundle(source, ['src/main.ts'], { outdir: 'dist', external });
  const clean = join(folder, 'clean');
  await cp(join(source, 'dist'), clean, { recursive: true });
  await rm(source, { recursive: true });
  return clean;
}

const PACKAGE = {
  'node_modules/old/package.json': '{ "name": "old", "main": "index.js" }',
  'node_modules/old/index.js':
    'const { basename } = require("path");\nexports.last = (path) => basename(path);\n',
  'node_modules/old/page.css': 'p {}',
};

it('makes a process that runs without sources and packages', async () => {
  const clean = await bundled({
    ...PACKAGE,
    'src/main.ts': `import { last } from 'old'; import { three } from './three'; console.log(last('a/b'), three satisfies number);`,
    'src/three.ts': 'export const three: number = 3;',
  });
  const { stdout } = await run(process.execPath, [join(clean, 'main.mjs')]);
  expect(stdout).toBe('b 3\n');
});

it('takes along the files that it reads, and no others', async () => {
  const clean = await bundled({
    ...PACKAGE,
    'package.json': '{ "sideEffects": false }',
    'sql/one.sql': 'SELECT 1',
    'sql/unused.txt': 'nobody reads this',
    'src/main.ts': `import { readFileSync } from 'node:fs'; import { createRequire } from 'node:module'; import { sql } from './read';
const require = createRequire(import.meta.url);
console.log(sql(), readFileSync(require.resolve('old/page.css'), 'utf8'));`,
    'src/read.ts': `import { readFileSync } from 'node:fs'; export { unused } from './unused';
export const sql = () => readFileSync(new URL(\n  '../sql/one.sql',\n  import.meta.url,\n), 'utf8');`,
    'src/unused.ts': `export const unused = () => new URL('../sql/unused.txt', import.meta.url);`,
  });
  const { stdout } = await run(process.execPath, [join(clean, 'main.mjs')]);
  expect(stdout).toBe('SELECT 1 p {}\n');
  expect((await readdir(clean)).sort()).toEqual(['main.mjs', 'main.mjs.map', 'one.sql', 'page.css']);
});

it('leads a trace back to our own lines, without the packages’ sources in the map', async () => {
  const clean = await bundled({
    ...PACKAGE,
    'src/main.ts': `import { last } from 'old';\n\nthrow new Error(last('a/b'));`,
  });
  const failed = await run(process.execPath, ['--enable-source-maps', join(clean, 'main.mjs')]).catch(
    ({ stderr }) => stderr,
  );
  expect(failed).toContain('main.ts:3:7');
  const map = await readFile(join(clean, 'main.mjs.map'), 'utf8');
  expect(map).not.toContain('sourcesContent');
  expect(JSON.parse(map).sources.filter((source) => source.includes('node_modules'))).toHaveLength(1);
});

it('says what cannot be resolved', async () => {
  await expect(bundled({ 'src/main.ts': `import 'nowhere';` })).rejects.toThrow(
    'Could not resolve "nowhere"',
  );
});

it('leaves outside what has to stay there', async () => {
  const clean = await bundled(
    { ...PACKAGE, 'src/main.ts': `import { last } from 'old'; console.log(last('a/b'));` },
    ['old'],
  );
  await expect(run(process.execPath, [join(clean, 'main.mjs')])).rejects.toThrow("Cannot find package 'old'");
});
