import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './programs.mjs';
import { run } from './run.mjs';
import { Tally, tallyPlaywright, tallyTap, tallyVitest } from './tally.mjs';
import { ROOT, readPackage, workspaceFolders } from './workspace.mjs';

/**
 * @typedef {{ tally: Tally, output: string }} Outcome
 * @typedef {{ title: string, run: (options: { verbose: boolean }) => Promise<Outcome> }} Stage
 */

const localBin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** @returns {Stage[]} The checks that read the source; each counts as one test. */
export function checkStages(env) {
  return [
    check('Style and import rules', localBin('biome'), ['check', '--colors=off', '.'], env),
    check('Package boundaries', localBin('turbo'), ['boundaries'], env),
    check('Types', localBin('turbo'), ['run', 'typecheck', '--continue', '--output-logs=errors-only'], env),
    check('Unused code', localBin('knip'), ['--no-progress'], env),
  ];
}

function check(title, command, args, env) {
  return {
    title,
    run: async ({ verbose }) => {
      const { code, output } = await run(command, args, { env, verbose });
      const tally = new Tally();
      if (code === 0) tally.pass();
      else tally.fail(title.toLowerCase());
      return { tally, output };
    },
  };
}

/** @returns {Stage} The tests of these scripts, which run on Node.js alone. */
export function scriptStage() {
  const folder = join(ROOT, 'scripts', 'lib');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  return {
    title: 'Tests of scripts',
    run: async ({ verbose }) => {
      const args = ['--test', '--test-reporter=tap', ...files.map((name) => join(folder, name))];
      const { code, output } = await run(process.execPath, args, { verbose });
      const tally = tallyTap(output, 'scripts');
      if (code !== 0 && tally.failed === 0) tally.fail('scripts');
      return { tally, output };
    },
  };
}

/** @returns {Stage[]} Unit and integration tests, one stage for each package that has any. */
export function vitestStages() {
  return workspaceFolders()
    .filter((folder) => readPackage(folder).scripts?.test?.includes('vitest'))
    .map((folder) => ({ title: `Tests of ${folder}`, run: (options) => runVitest(folder, options) }));
}

async function runVitest(folder, { verbose }) {
  return withReport(async (report) => {
    const program = join(ROOT, folder, 'node_modules', '.bin', 'vitest');
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code, output } = await run(program, args, { cwd: join(ROOT, folder), verbose });
    return { tally: read(report, code, folder, tallyVitest), output };
  });
}

/** @returns {Stage} The product in a real browser. */
export function endToEndStage() {
  return {
    title: 'End to end in a browser',
    run: async ({ verbose }) => {
      const chromium = findChromium();
      if (!chromium) {
        const tally = new Tally();
        tally.skip('end to end: no Chromium was found (CHROMIUM_PATH can name one)');
        return { tally, output: '' };
      }
      return withReport(async (report) => {
        const cwd = join(ROOT, 'e2e');
        const { code, output } = await run(
          join(cwd, 'node_modules', '.bin', 'playwright'),
          ['test', '--reporter=list,json'],
          { cwd, verbose, env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
        );
        return { tally: read(report, code, 'end to end', tallyPlaywright), output };
      });
    },
  };
}

async function withReport(work) {
  const folder = await mkdtemp(join(tmpdir(), 'cull-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A runner that failed counts as a failure, whatever its report says or leaves out. */
function read(report, code, where, tallyOf) {
  const tally = existsSync(report) ? tallyOf(JSON.parse(readFileSync(report, 'utf8')), where) : new Tally();
  if (code !== 0 && tally.failed === 0) tally.fail(`${where}: the runner ended with code ${code}`);
  return tally;
}
