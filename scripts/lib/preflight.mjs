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

/**
 * The ports that a start will listen on.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ variable: string, port: number }[]}
 * @throws {Failure} When one is not a port, or two are the same.
 */
export function wantedPorts(env) {
  const defaults = { PORT: 3000, WORKER_PORT: 9464, FAKE_THREADS_PORT: 4010 };
  // With another Threads API the bundled look-alike is not started.
  if (env.THREADS_API_URL) delete defaults.FAKE_THREADS_PORT;
  const wanted = Object.entries(defaults).map(([variable, usual]) => {
    const raw = env[variable] || String(usual);
    const port = Number(raw);
    if (!/^\d+$/.test(raw) || port < 1 || port > 65_535) {
      throw new Failure(`${variable} is "${raw}": it needs a port, a whole number from 1 to 65535`);
    }
    return { variable, port };
  });
  for (const [index, { variable, port }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    if (twin)
      throw new Failure(`${variable} is "${port}", and so is ${twin.variable}: each needs a port of its own`);
  }
  return wanted;
}

/**
 * @param {{ variable: string, port: number }[]} ports
 * @throws {Failure} Naming the first that another program listens on.
 */
export async function requireFreePorts(ports) {
  for (const { variable, port } of ports) {
    const problem = await listenProblem(port);
    if (problem === 'EADDRINUSE') {
      throw new Failure(
        `${variable} is ${port}, and another program listens there: end it, or set ${variable}`,
      );
    }
    if (problem)
      throw new Failure(`${variable} is ${port}, and listening there fails with ${problem}: set ${variable}`);
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
