import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports that systems hand out unasked: nobody is given one of these between the asking and the binding.
const FIRST = 12_000;
const LAST = 22_999;
const ATTEMPTS = 50;

/**
 * Finds a TCP port on 127.0.0.1 that nobody uses at this moment.
 * @returns A port from 12000 to 22999.
 * @throws When fifty ports in a row are in use.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port was found from ${FIRST} to ${LAST} in ${ATTEMPTS} attempts`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port }, () => probe.close(() => resolve(true)));
  });
}
