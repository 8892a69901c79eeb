import { availableParallelism } from 'node:os';
import { generate } from './build.mjs';
import { fingerprint, workingTree } from './fingerprint.mjs';
import { openGreenRuns } from './green-runs.mjs';
import { install } from './install.mjs';
import { inLanes } from './lanes.mjs';
import { findRedis, installTestPrograms } from './programs.mjs';
import { dim, formatTime, red, showProgress, step, yellow } from './steps.mjs';
import { Tally } from './tally.mjs';
import { allStages } from './test-stages.mjs';

/** On two cores stages side by side take longer than one after another, and what keeps time suffers from the company. */
const LANES = availableParallelism() >= 4 ? 2 : 1;

/**
 * Runs every check; the last line counts them all.
 * @param {(env: NodeJS.ProcessEnv) => readonly import('./test-stages.mjs').Stage[]} stagesOf
 * @returns {Promise<number>} The exit code.
 */
export async function main(stagesOf = allStages) {
  const begin = performance.now();
  const options = optionsOf(process.argv.slice(2), process.env);
  const total = new Tally();
  const unchanged = new Tally();
  try {
    await step('Find browser and Redis', installTestPrograms);
    const env = { ...(await install()), ...(options.all && { TURBO_FORCE: 'true' }) };
    await generate(env);
    await runStages(stagesOf(env), options, { total, unchanged });
  } catch (error) {
    console.error(red(error.name === 'Failure' ? error.message : error.stack));
    total.fail('preparing the tests');
  }
  if (!findRedis()) console.log(yellow('No redis-server was found: what runs on Redis was skipped.'));
  list('Skipped', yellow, total.skips);
  list('Passed at the second try', yellow, total.unsteady);
  list('Failed', red, total.failures);
  console.log(dim(`\nall together ${formatTime(performance.now() - begin)}`));
  if (unchanged.passed + unchanged.skipped > 0) {
    console.log(
      `not run again, for nothing they read has changed: ${unchanged} (npm test -- --all runs them)`,
    );
  }
  console.log(String(total));
  return total.failed === 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ verbose: boolean, all: boolean }} `all`: what hasn't changed runs as well, as it always does in CI.
 */
export function optionsOf(args, { CI }) {
  return {
    verbose: args.includes('--verbose'),
    all: args.includes('--all') || (CI !== undefined && !['', '0', 'false'].includes(CI)),
  };
}

/** Runs the stages side by side; one after another where everything they write is shown. */
async function runStages(stages, { verbose, all }, { total, unchanged }) {
  const files = workingTree();
  const greenRuns = openGreenRuns();
  const failed = new Set();
  const progress = showProgress();
  await inLanes(stages, verbose ? 1 : LANES, async (stage) => {
    // Read now: what is changed while it runs belongs to the next run.
    const digest = files && stage.reads ? fingerprint(stage.reads(files)) : null;
    const known = digest && !all ? greenRuns.find(stage.title, digest) : null;
    if (known) {
      progress.note(
        stage.title,
        `unchanged since ${known.at.slice(0, 16).replace('T', ' ')} UTC: ${known.tally}`,
      );
      unchanged.add(known.tally);
      total.add(known.tally);
      return;
    }
    const ended = progress.begin(stage.title);
    const { tally, output } = failed.has(stage.after) ? skipped(stage) : await stage.run({ verbose });
    ended(tally.failed === 0, String(tally));
    if (tally.failed > 0) failed.add(stage);
    if (tally.failed > 0 && !verbose) console.log(output.trimEnd());
    if (digest) greenRuns.keep(stage.title, digest, tally);
    total.add(tally);
  });
}

function skipped({ title, after }) {
  const tally = new Tally();
  tally.skip(`${title}: it needs what failed, "${after.title}"`);
  return { tally, output: '' };
}

function list(title, color, names) {
  if (names.length > 0) console.log(color(`\n${title}:\n${names.map((name) => `  ${name}`).join('\n')}`));
}
