import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { addressProblem } from './address';

/** Idle connections are kept this long: longer than the pause between two checks. */
const KEEP_ALIVE_MS = 30_000;
/** Fifty times what a batch comes to; more than that is not a source's answer. */
export const MAX_ANSWER_BYTES = 4 * 1_024 * 1_024;

/**
 * Connections to a source, as many as there are requests under way: how many that is, the caller decides.
 *
 * @param resolve - Looks up names, as `dns.lookup` does.
 */
export function createAgent(resolve: LookupFunction = lookup): Agent {
  return new Agent({
    connect: { lookup: guarded(resolve) },
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
}

/** Looks at the very address that is connected to: a name could lead elsewhere a moment after it was looked at. */
function guarded(resolve: LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === 'string' ? [] : found;
      const [first] = addresses;
      if (error !== null || first === undefined)
        return done(error ?? new Error(`${hostname} has no address`), '');
      const problem = addresses.map(({ address }) => addressProblem(address)).find((text) => text !== null);
      if (problem !== undefined) return done(new Error(`${hostname} leads to ${problem}`), '');
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
