import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Arguments, argumentsOf } from './arguments';
import { type Environment, parseEnvironment } from './environment';
import type { CullOptions } from './options';
import { createScreen } from './screen';
import { startCull } from './start-cull';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PARENT_POLL_MS = 1_000;

const screen = createScreen(process.stdout, () => performance.now());

try {
  const environment = parseEnvironment(process.env, ROOT);
  process.exitCode = await runUntilStopped(environment, argumentsOf(process.argv.slice(2)));
} catch (error) {
  screen.say(`cull: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.exit();

/** @returns The exit code: 0 when somebody stopped it, 1 when a part failed. */
async function runUntilStopped(environment: Environment, chosen: Arguments): Promise<number> {
  const begin = performance.now();
  const stopping = stopRequested();
  const { dataDir } = environment;
  const options: CullOptions = {
    ...environment,
    ...chosen,
    signal: stopping,
    step: screen.step,
    onLog: screen.log,
  };
  let cull: Awaited<ReturnType<typeof startCull>>;
  try {
    cull = await startCull(options);
  } catch (error) {
    if (stopping.aborted) return 0;
    throw error;
  }
  screen.summary(cull, dataDir);
  screen.say(`Ready after ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
  const stopped = new Promise<null>((resolve) => {
    if (stopping.aborted) resolve(null);
    stopping.addEventListener('abort', () => resolve(null), { once: true });
  });
  const failure = await Promise.race([cull.failed, stopped]);
  screen.say(failure ? `cull: ${failure.message}\nStopping everything else.` : 'Stopping.');
  await cull.close();
  screen.say('Stopped.');
  return failure ? 1 : 0;
}

/** Aborts at the first request to stop; a second one ends the process at once, and the parts end with it. */
function stopRequested(): AbortSignal {
  const controller = new AbortController();
  const request = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  // npm cannot pass on that it was killed; changed ancestors say so.
  const born = ancestors();
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => {
      if (ancestors() !== born && !controller.signal.aborted) controller.abort();
    }, PARENT_POLL_MS).unref();
  }
  return controller.signal;
}

/** The parent and, where the system tells, its parent: between npm and this process stands a shell. */
function ancestors(): string {
  try {
    const parent = readFileSync(`/proc/${process.ppid}/status`, 'utf8');
    return `${process.ppid} ${/^PPid:\s*(\d+)$/m.exec(parent)?.[1] ?? ''}`;
  } catch {
    return String(process.ppid);
  }
}
