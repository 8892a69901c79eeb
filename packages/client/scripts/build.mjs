// Builds what is published into a folder, `dist` where none is named: `npm pack ./dist` makes a package of it.
import { execFileSync } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(HERE, process.argv[2] ?? 'dist');

execFileSync(
  process.execPath,
  [
    join(HERE, 'node_modules', 'typescript', 'bin', 'tsc'),
    '--project',
    'tsconfig.build.json',
    '--outDir',
    target,
  ],
  { cwd: HERE, stdio: 'inherit' },
);

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));
const source = await readJson(join(HERE, 'package.json'));

/** The workspace names versions elsewhere: those that are installed are the ones that were tested. */
async function installedRange(name) {
  const { version } = await readJson(join(HERE, 'node_modules', name, 'package.json'));
  return [name, `^${version}`];
}

const built = (path) => `./${relative('src', path).replace(/\.ts$/, '')}`;
const manifest = {
  name: source.name,
  version: source.version,
  description: source.description,
  license: source.license,
  type: source.type,
  sideEffects: source.sideEffects,
  engines: source.engines,
  exports: Object.fromEntries(
    Object.entries(source.exports).map(([name, path]) => [
      name,
      { types: `${built(path)}.d.ts`, default: `${built(path)}.js` },
    ]),
  ),
  dependencies: Object.fromEntries(await Promise.all(Object.keys(source.dependencies).map(installedRange))),
};
await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
await copyFile(join(HERE, 'README.md'), join(target, 'README.md'));
await copyFile(join(HERE, '..', '..', 'LICENSE'), join(target, 'LICENSE'));
