import { createServer } from 'node:net';

/**
 * Asks the operating system for a TCP port on 127.0.0.1 that nobody uses at this moment.
 * @returns A port between 1024 and 65535.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
