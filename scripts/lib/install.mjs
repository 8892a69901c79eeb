import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePnpm, toolEnvironment } from './pnpm.mjs';
import { requireDisk } from './preflight.mjs';
import { runOrFail } from './run.mjs';
import { step } from './steps.mjs';
import { ROOT, workspaceFolders } from './workspace.mjs';

const STAMP = join(ROOT, 'node_modules', '.cull-install');

/** What a full installation with its build writes, measured and rounded up. */
const INSTALL_MEGABYTES = 2_000;

/** Everything that decides what is installed, as one digest. */
function fingerprint() {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  const manifests = ['.', ...workspaceFolders()].map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/**
 * Gets pnpm and the packages; does nothing where the last installation still fits.
 * @returns {Promise<NodeJS.ProcessEnv>} Environment for the tools of the following steps.
 */
export async function install() {
  const installed = isInstalled();
  if (!installed) await requireDisk(INSTALL_MEGABYTES);
  const { bin } = await step('Get pnpm', ensurePnpm);
  const env = toolEnvironment(bin);
  if (installed) return env;
  await step('Install packages', async () => {
    await runOrFail('installing the packages', join(bin, 'pnpm'), ['install', '--frozen-lockfile'], { env });
    await writeFile(STAMP, fingerprint());
  });
  return env;
}
