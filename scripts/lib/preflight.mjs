import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { Failure } from './failure.mjs';
import { ROOT } from './workspace.mjs';

const MEGABYTE = 1024 * 1024;

/**
 * @param {number} neededMegabytes What the next steps will write.
 * @param {string} [folder] Where; it need not exist yet.
 * @throws {Failure} When its disk has less.
 */
export async function requireDisk(neededMegabytes, folder = ROOT) {
  let present = resolve(ROOT, folder);
  while (!existsSync(present)) present = dirname(present);
  const { bavail, bsize } = await statfs(present);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  if (free < neededMegabytes) {
    throw new Failure(
      `the disk of ${present} has ${free} MB free, this needs ${neededMegabytes} MB: make room first`,
    );
  }
}

/** As many as the launcher takes. */
const MAX_WORKERS = 16;
const MAX_PORT = 65_535;

/** @returns {number} How many workers a start will run. */
function wantedWorkers(env) {
  const raw = env.CULL_WORKERS ?? '1';
  const workers = Number(raw);
  if (!/^\d+$/.test(raw) || workers < 1 || workers > MAX_WORKERS) {
    throw new Failure(
      `CULL_WORKERS is "${raw}": it needs the number of workers, a whole number from 1 to ${MAX_WORKERS}`,
    );
  }
  return workers;
}

/**
 * The ports that a start will listen on. Workers after the first take those after WORKER_PORT.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ variable: string, port: number, name?: string }[]} The variable that sets it, and its name where that is another.
 * @throws {Failure} When one is not a port, or two are the same, or the number of workers is none.
 */
export function wantedPorts(env) {
  const defaults = { PORT: 3000, WORKER_PORT: 9464, FAKE_THREADS_PORT: 4010 };
  // With another Threads API the bundled look-alike is not started.
  if (env.THREADS_API_URL) delete defaults.FAKE_THREADS_PORT;
  const workers = wantedWorkers(env);
  const wanted = Object.entries(defaults).flatMap(([variable, usual]) => {
    const raw = env[variable] || String(usual);
    const port = Number(raw);
    if (!/^\d+$/.test(raw) || port < 1 || port > MAX_PORT) {
      throw new Failure(`${variable} is "${raw}": it needs a port, a whole number from 1 to ${MAX_PORT}`);
    }
    if (variable !== 'WORKER_PORT') return [{ variable, port }];
    if (port + workers - 1 > MAX_PORT) {
      throw new Failure(
        `${variable} is "${raw}": it needs room for ${workers} ports up to ${MAX_PORT}, one for each worker`,
      );
    }
    return Array.from({ length: workers }, (_, index) => ({
      variable,
      port: port + index,
      ...(index > 0 && { name: `the port of worker ${index + 1} (WORKER_PORT + ${index})` }),
    }));
  });
  for (const [index, { variable, port, name = variable }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    if (twin)
      throw new Failure(
        `${name} is "${port}", and so is ${twin.name ?? twin.variable}: each needs a port of its own`,
      );
  }
  return wanted;
}

/**
 * @param {{ variable: string, port: number, name?: string }[]} ports
 * @throws {Failure} Naming the first that another program listens on.
 */
export async function requireFreePorts(ports) {
  for (const { variable, port, name = variable } of ports) {
    const problem = await listenProblem(port);
    if (problem === 'EADDRINUSE') {
      throw new Failure(`${name} is ${port}, and another program listens there: end it, or set ${variable}`);
    }
    if (problem)
      throw new Failure(`${name} is ${port}, and listening there fails with ${problem}: set ${variable}`);
  }
}

/** @returns {Promise<string | null>} The error's code, or null when the port could be had. */
function listenProblem(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code ?? error.message));
    probe.listen({ host: '127.0.0.1', port }, () => probe.close(() => resolve(null)));
  });
}
