#!/usr/bin/env node
// node deploy/make-env.mjs [file]: writes .env from .env.example with fresh secrets. An .env that is there stays as it is.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? resolve(ROOT, '.env'));
const text = readFileSync(resolve(ROOT, '.env.example'), 'utf8')
  .replaceAll('<generated base64>', () => randomBytes(32).toString('base64'))
  // Letters and digits alone: passwords become part of addresses.
  .replaceAll(/(?<==)<generated>/g, () => randomBytes(24).toString('hex'));
try {
  writeFileSync(target, text, { mode: 0o600, flag: 'wx' });
  console.log(
    `${target} has fresh secrets: keep it out of version control, and CULL_ENCRYPTION_KEY with your backups.`,
  );
} catch (error) {
  console.error(
    error.code === 'EEXIST'
      ? `${target} is there already and stays as it is: remove it first if its secrets should go`
      : `${target} can't be written: ${error.message}`,
  );
  process.exit(1);
}
