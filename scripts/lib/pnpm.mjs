import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runOrFail } from './run.mjs';
import { readPackage, TOOLS } from './workspace.mjs';

/** The version that package.json names, so that every machine installs with the same. */
function wantedVersion() {
  return readPackage().packageManager.split('@')[1].split('+')[0];
}

/**
 * Gets pnpm through npm, once; neither corepack nor a pnpm of the machine is needed.
 * @returns {Promise<{ bin: string, fetched: boolean }>} The folder that holds the `pnpm` program.
 */
export async function ensurePnpm() {
  const version = wantedVersion();
  const home = join(TOOLS, `pnpm-${version}`);
  const bin = join(home, 'node_modules', '.bin');
  if (existsSync(join(bin, 'pnpm'))) return { bin, fetched: false };
  // Downloaded under another name and renamed: an interrupted download never looks finished.
  const unfinished = `${home}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const quiet = ['--no-audit', '--no-fund', '--no-save', '--no-package-lock', '--loglevel=error'];
  await runOrFail('getting pnpm', 'npm', ['install', `--prefix=${unfinished}`, ...quiet, `pnpm@${version}`], {
    cwd: unfinished,
  });
  await rm(home, { recursive: true, force: true });
  await rename(unfinished, home);
  return { bin, fetched: true };
}

/**
 * Environment for tools that call pnpm by name, such as turbo.
 * @param {string} bin From {@link ensurePnpm}.
 */
export function toolEnvironment(bin) {
  return {
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    CI: '1',
  };
}
