import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBehind } from './fingerprint.mjs';
import { findChromium } from './programs.mjs';
import { run } from './run.mjs';
import { Tally, tallyPlaywright, tallyTap, tallyVitest } from './tally.mjs';
import { ROOT, readPackage, workspaceFolders } from './workspace.mjs';

/**
 * @typedef {{ tally: Tally, output: string }} Outcome
 * @typedef {object} Stage
 * @property {string} title
 * @property {(options: { verbose: boolean }) => Promise<Outcome>} run
 * @property {((files: readonly string[]) => readonly string[]) | null} reads Which of all files decide how it ends;
 *   null for a stage that always runs.
 * @property {Stage} [after] The stage that has to pass before.
 */

/** About three times as long as each takes on two cores: what stands still is named, with all it has written. */
const STAGE_WITHIN_MS = 20 * 60_000;
const BROWSER_WITHIN_MS = 40 * 60_000;

const localBin = (name) => join(ROOT, 'node_modules', '.bin', name);
const everything = (files) => files;

/** What takes longest begins first; the rest is short. */
const LONGEST_FIRST = ['apps/worker', 'packages/api', 'packages/db', 'tooling/launcher', 'packages/queue'];
/** What tests read outside of the packages that theirs is built on. */
const READ_BESIDES = { 'packages/api': ['docs'], 'tooling/launcher': ['docs'], deploy: ['docs'] };

/**
 * @param {NodeJS.ProcessEnv} env From `install`.
 * @returns {Stage[]} Every check there is, in the order in which they should begin.
 */
export function allStages(env) {
  const dashboard = buildStage(env);
  const [longest, ...packages] = vitestStages();
  return [
    dashboard,
    longest,
    endToEndStage(dashboard),
    ...packages,
    ...checkStages(env, dashboard),
    scriptStage(),
  ];
}

// What they depend on was generated before the first stage: a stage that did it again would do so under the others.
const turbo = (task) => ['run', task, '--only', '--continue', '--output-logs=errors-only'];

/** @returns {Stage} The dashboard that the browser is shown. Turbo knows whether it is still there, and what changed. */
function buildStage(env) {
  return { ...check('Build the dashboard', localBin('turbo'), turbo('build'), env), reads: null };
}

/** @returns {Stage[]} The checks that read the source; each counts as one test. */
function checkStages(env, dashboard) {
  return [
    // Next.js generates types as it builds.
    { ...check('Types', localBin('turbo'), turbo('typecheck'), env), after: dashboard },
    check('Style and import rules', localBin('biome'), ['check', '--colors=off', '.'], env),
    check('Package boundaries', localBin('turbo'), ['boundaries'], env),
    check('Unused code', localBin('knip'), ['--no-progress'], env),
  ];
}

function check(title, command, args, env) {
  return {
    title,
    reads: everything,
    run: async ({ verbose }) => {
      const ended = await run(command, args, { env, verbose, timeoutMs: STAGE_WITHIN_MS });
      const tally = new Tally();
      if (ended.code === 0) tally.pass();
      else tally.fail(`${title.toLowerCase()}: ${endOf(ended)}`);
      return { tally, output: ended.output };
    },
  };
}

/** @returns {Stage} The tests of these scripts, which run on Node.js alone. */
function scriptStage() {
  const folder = join(ROOT, 'scripts', 'lib');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  return {
    title: 'Tests of scripts',
    reads: everything,
    run: async ({ verbose }) => {
      const args = ['--test', '--test-reporter=tap', ...files.map((name) => join(folder, name))];
      const ended = await run(process.execPath, args, { verbose, timeoutMs: STAGE_WITHIN_MS });
      const tally = tallyTap(ended.output, 'scripts');
      if (ended.code !== 0 && tally.failed === 0) tally.fail(`scripts: ${endOf(ended)}`);
      return { tally, output: ended.output };
    },
  };
}

/** @returns {Stage[]} Unit and integration tests, one stage for each package that has any. */
function vitestStages() {
  const folders = new Set([...LONGEST_FIRST, ...workspaceFolders()]);
  return [...folders]
    .filter((folder) => readPackage(folder).scripts?.test?.includes('vitest'))
    .map((folder) => ({
      title: `Tests of ${folder}`,
      reads: (files) => filesBehind(files, folder, READ_BESIDES[folder]),
      run: (options) => runVitest(folder, options),
    }));
}

async function runVitest(folder, { verbose, files = [], env = {} }) {
  return withReport(async (report) => {
    const program = join(ROOT, folder, 'node_modules', '.bin', 'vitest');
    const args = ['run', ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const options = { cwd: join(ROOT, folder), env, verbose, timeoutMs: STAGE_WITHIN_MS };
    const ended = await run(program, args, options);
    return { tally: read(report, ended, folder, tallyVitest), output: ended.output };
  });
}

/**
 * @param {NodeJS.ProcessEnv} env From `install`.
 * @returns {Stage[]} What takes minutes: the faults that `npm test` plays briefly, at length, what only happens at length, and what the images hold.
 */
export function longStages(env) {
  const build = buildStage(env);
  const tabled = (title, folder, ...files) => ({
    title,
    reads: null,
    after: build,
    run: ({ verbose }) => runTabled(folder, { verbose, files, env: { ...env, CULL_TEST_LENGTH: 'long' } }),
  });
  return [
    build,
    tabled('Rolling restart', 'e2e'),
    tabled('Recovery at length', 'apps/worker', 'src/recovery.test.ts'),
    tabled('Faults at length', 'apps/worker', 'faults'),
    tabled('Images without a container engine', 'deploy', 'test/images.long.test.ts'),
  ];
}

/** Shows the lines of a table that the tests have written: how long it took to recover from what. */
async function runTabled(folder, options) {
  const outcome = await runVitest(folder, options);
  const lines = outcome.output.split('\n').filter((line) => line.startsWith('| '));
  if (!options.verbose && lines.length > 0) console.log(lines.join('\n'));
  return outcome;
}

/** @returns {Stage} The product in a real browser. */
function endToEndStage(dashboard) {
  return {
    title: 'End to end in a browser',
    reads: everything,
    after: dashboard,
    run: async ({ verbose }) => {
      const chromium = findChromium();
      if (!chromium) {
        const tally = new Tally();
        tally.skip('end to end: no Chromium was found (CHROMIUM_PATH can name one)');
        return { tally, output: '' };
      }
      return withReport(async (report) => {
        const cwd = join(ROOT, 'e2e');
        const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        const ended = await run(
          join(cwd, 'node_modules', '.bin', 'playwright'),
          ['test', '--reporter=list,json'],
          { cwd, verbose, env, timeoutMs: BROWSER_WITHIN_MS },
        );
        return { tally: read(report, ended, 'end to end', tallyPlaywright), output: ended.output };
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
function read(report, ended, where, tallyOf) {
  const tally = existsSync(report) ? tallyOf(JSON.parse(readFileSync(report, 'utf8')), where) : new Tally();
  if (ended.code !== 0 && tally.failed === 0) tally.fail(`${where}: ${endOf(ended)}`);
  return tally;
}

function endOf({ code, isOverdue }) {
  return isOverdue ? 'ended, since it took too long' : `the runner ended with code ${code}`;
}
