#!/usr/bin/env node
// node deploy/build-image-tree.mjs <folder>: builds Cull and lays out what each image holds, one folder for each part. The Dockerfile runs
// this very script; without a container engine its result runs where it is.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';

const ROOT = resolve(import.meta.dirname, '..');
const WEB = join(ROOT, 'apps', 'web');

/** The bundles, which need nothing next to them. */
const BUNDLES = {
  migrate: 'tooling/launcher/dist',
  worker: 'apps/worker/dist',
  'fake-threads': 'apps/fake-threads/dist',
  demo: 'apps/demo/dist',
};
/** What Next.js builds for itself alone. */
const NOT_SERVED = ['cache', 'dev', 'diagnostics', 'trace', 'trace-build', 'types', 'turbopack'];
/** What Next.js never reaches in production: pictures are not resized (`images.unoptimized`), and nothing is compiled. */
const UNUSED = /node_modules\/(@img|sharp|typescript|vitest)\/|\.map$|\.dev\.js$|\/next\/dist\/docs\//;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('build-image-tree needs the folder to write to');
  process.exit(1);
}
const out = resolve(folder);

const turbo = join(ROOT, 'node_modules', '.bin', 'turbo');
execFileSync(turbo, ['run', 'generate', 'build', '--output-logs=errors-only'], {
  cwd: ROOT,
  stdio: 'inherit',
});
await rm(out, { recursive: true, force: true });
for (const [part, from] of Object.entries(BUNDLES))
  await cp(join(ROOT, from), join(out, part), { recursive: true });
await layOutWeb(join(out, 'web'));
for (const part of await readdir(out)) {
  await cp(join(ROOT, 'deploy', 'docker', 'healthcheck.mjs'), join(out, part, 'healthcheck.mjs'));
  console.log(`${part}: ${((await bytesIn(join(out, part))) / 1e6).toFixed(1)} MB`);
}

/** Next.js stays outside of the bundle: the files of it that the server can reach are found by tracing what it imports. */
async function layOutWeb(target) {
  await mkdir(target, { recursive: true });
  const served = join(WEB, '.next');
  await cp(served, join(target, 'apps', 'web', '.next'), {
    recursive: true,
    filter: (path) => !NOT_SERVED.includes(relative(served, path)) && !path.endsWith('.nft.json'),
  });
  for (const name of ['dist', 'package.json', 'next.config.mjs'])
    await cp(join(WEB, name), join(target, 'apps', 'web', name), { recursive: true });
  for (const file of await reachableFiles()) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(ROOT, file), join(target, file), { verbatimSymlinks: true });
  }
}

/** Returns what the server and the pages can import, relative to the root. */
async function reachableFiles() {
  const { fileList } = await nodeFileTrace([join(WEB, 'dist', 'server.mjs')], {
    base: ROOT,
    processCwd: WEB,
  });
  const found = new Set(fileList);
  const traces = [
    'next-server.js.nft.json',
    ...(await readdir(join(WEB, '.next', 'server'), { recursive: true }))
      .filter((name) => name.endsWith('.nft.json'))
      .map((name) => join('server', name)),
  ];
  for (const trace of traces) {
    const path = join(WEB, '.next', trace);
    const { files } = JSON.parse(await readFile(path, 'utf8'));
    for (const file of files) found.add(relative(ROOT, resolve(dirname(path), file)));
  }
  // When it reads its configuration it looks up where these are, and loads none of them.
  const compiled = join(await realpath(join(WEB, 'node_modules', 'next')), 'dist', 'compiled');
  const lookedUp = (await readdir(join(compiled, 'webpack'))).map((name) => join('webpack', name));
  for (const name of [...lookedUp, '@babel/runtime/package.json'])
    found.add(relative(ROOT, join(compiled, name)));
  return [...found].filter((file) => file.includes('node_modules/') && !UNUSED.test(file)).sort();
}

async function bytesIn(path) {
  const files = await readdir(path, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const file of files) if (file.isFile()) bytes += (await stat(join(file.parentPath, file.name))).size;
  return bytes;
}
