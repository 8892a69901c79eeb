import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Finding, fail, ok, warn } from './finding';

const MEGABYTE = 1024 * 1024;
const NEEDED_MB = 300;
const LOW_MB = 2_000;

/** Looks at the disk of a folder, which need not exist yet. */
export async function checkDisk(folder: string): Promise<Finding> {
  let present = resolve(folder);
  while (!existsSync(present)) present = dirname(present);
  try {
    await access(present, constants.W_OK);
  } catch {
    return fail(
      'disk',
      `${present} can't be written to`,
      'give it to the user that Cull runs as, or set CULL_DATA_DIR',
    );
  }
  const { bavail, bsize } = await statfs(present);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  const says = `${free} MB free at ${present}`;
  if (free < NEEDED_MB) return fail('disk', says, `make room: a start needs ${NEEDED_MB} MB`);
  return free < LOW_MB ? warn('disk', says, 'make room before a campaign') : ok('disk', says);
}
