import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { requireDisk, requireFreePorts, wantedPorts } from './preflight.mjs';
import { step } from './steps.mjs';
import { ROOT } from './workspace.mjs';

/** What the database and the logs of a short run may need. */
const RUN_MEGABYTES = 300;

/** Prepares everything, then hands this very process over to the launcher. */
export async function main() {
  await step('Check the machine', async () => {
    await requireFreePorts(wantedPorts(process.env));
    await requireDisk(RUN_MEGABYTES, process.env.CULL_DATA_DIR || '.cull');
  });
  const env = await install();
  await build(env);
  // The same process goes on, so that there is one to signal and one to watch.
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(ROOT, 'tooling', 'launcher', 'src', 'main.ts')).href);
}
