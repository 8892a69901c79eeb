import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate } from './build.mjs';
import { install } from './install.mjs';
import { ROOT } from './workspace.mjs';

/** Prepares what it needs, then examines; the process ends with what it finds. */
export async function main() {
  await generate(await install());
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(ROOT, 'tooling', 'launcher', 'src', 'doctor.ts')).href);
}
