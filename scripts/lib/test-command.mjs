import { build, generate } from './build.mjs';
import { install } from './install.mjs';
import { findRedis, installTestPrograms } from './programs.mjs';
import { dim, formatTime, red, step, yellow } from './steps.mjs';
import { Tally } from './tally.mjs';
import { checkStages, endToEndStage, scriptStage, vitestStages } from './test-stages.mjs';

/** Runs every check; the last line counts them all. */
export async function main() {
  const begin = performance.now();
  const verbose = process.argv.includes('--verbose');
  const total = new Tally();
  try {
    await step('Find browser and Redis', installTestPrograms);
    const env = await install();
    await generate(env);
    const stages = [...vitestStages(), ...checkStages(env), scriptStage()];
    // One after another: each uses all cores, and what keeps time suffers from company.
    for (const stage of stages) await runStage(stage, total, verbose);
    if (await builds(env, total)) await runStage(endToEndStage(), total, verbose);
  } catch (error) {
    console.error(red(error.name === 'Failure' ? error.message : error.stack));
    total.fail('preparing the tests');
  }
  if (!findRedis()) console.log(yellow('No redis-server was found: what runs on Redis was skipped.'));
  list('Skipped', yellow, total.skips);
  list('Passed at the second try', yellow, total.unsteady);
  list('Failed', red, total.failures);
  console.log(dim(`\nall together ${formatTime(performance.now() - begin)}`));
  console.log(String(total));
  return total.failed === 0 ? 0 : 1;
}

/** @returns {Promise<boolean>} Whether there is a dashboard to test. */
async function builds(env, total) {
  try {
    await build(env);
    total.pass();
    return true;
  } catch (error) {
    console.error(error.message);
    total.fail('building the dashboard');
    total.skip('end to end: there is no dashboard to test');
    return false;
  }
}

async function runStage(stage, total, verbose) {
  let outcome;
  const work = async () => {
    outcome = await stage.run({ verbose });
    return String(outcome.tally);
  };
  await step(stage.title, work, () => outcome.tally.failed === 0);
  total.add(outcome.tally);
  if (outcome.tally.failed > 0 && !verbose) console.log(outcome.output.trimEnd());
}

function list(title, colour, names) {
  if (names.length > 0) console.log(colour(`\n${title}:\n${names.map((name) => `  ${name}`).join('\n')}`));
}
