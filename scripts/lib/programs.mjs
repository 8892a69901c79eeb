import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const USUAL_PLACES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin'];
const APT_TIMEOUT_MS = 300_000;

/**
 * @param {readonly string[]} names Any of these will do, the first is the best.
 * @returns {string | null} Absolute path of the program.
 */
export function findProgram(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...USUAL_PLACES].filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium without its own windows, which would cost more than the pages in them. */
const HEADLESS = ['chromium-headless-shell'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {string | null} A Chromium that Playwright can drive; CHROMIUM_PATH names another one. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const found = findProgram([
    ...HEADLESS,
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ]);
  return found ?? (isExecutable(MAC_CHROME) ? MAC_CHROME : null);
}

/** @returns {string | null} */
export function findRedis() {
  return findProgram(['redis-server']);
}

/**
 * Where this is Debian and we may, installs the browser and the Redis that the tests can use. Failing is no error:
 * the tests that need them are then skipped, or run in the browser that there is.
 * @returns {Promise<string>} What was done, for the screen.
 */
export async function installTestPrograms() {
  const missing = [];
  if (!process.env.CHROMIUM_PATH && !findProgram(HEADLESS)) missing.push(...HEADLESS);
  if (!findRedis()) missing.push('redis-server');
  if (missing.length === 0) return '';
  const apt = findProgram(['apt-get']);
  if (!apt || process.getuid?.() !== 0) return `not found: ${missing.join(', ')}`;
  // Run level 1 keeps Debian from starting a Redis of its own.
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }, timeoutMs: APT_TIMEOUT_MS };
  const install = async (name) => {
    const { code } = await run(apt, ['install', '-y', '-qq', '--no-install-recommends', name], options);
    return code === 0 ? `installed ${name}` : `could not install ${name}`;
  };
  await run(apt, ['update', '-qq'], options);
  const done = [];
  for (const name of missing) done.push(await install(name));
  // Not every Debian has the one without windows.
  if (!findChromium()) done.push(await install('chromium'));
  return done.join(', ');
}
