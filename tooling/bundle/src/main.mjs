#!/usr/bin/env node
// cull-bundle <entry> … [--external=<package> …] [--outdir=<folder>]: bundles processes of the package in this folder.
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    external: { type: 'string', multiple: true, default: [] },
    outdir: { type: 'string', default: 'dist' },
  },
});
if (positionals.length === 0) {
  console.error('cull-bundle needs an entry, such as src/main.ts');
  process.exit(1);
}
await bundle(process.cwd(), positionals, values);
