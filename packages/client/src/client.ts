import type { AppRouter } from '@cull/api';
import { createTRPCClient, splitLink, type TRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { callsLink, subscriptionsLink } from './links.js';
import { type CullClientOptions, readOptions } from './options.js';
import type { Published } from './published.js';
import { repeatWhatIsSafe } from './retries.js';

/**
 * A client for orchestrators, for calls and subscriptions alike. Calls of the same moment travel together.
 * @throws TypeError where an option is wrong. Calls reject with a CullError.
 */
export function createCullClient(options: CullClientOptions) {
  const connection = readOptions(options);
  return createTRPCClient<Published<AppRouter>>({
    links: [
      repeatWhatIsSafe(connection.retries),
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: subscriptionsLink(connection),
        false: callsLink(connection),
      }),
    ],
  });
}

export type CullClient = ReturnType<typeof createCullClient>;
/** The router's type, for libraries that build upon tRPC's. */
export type CullRouter = CullClient extends TRPCClient<infer Router> ? Router : never;
/** What procedures take: `CullInputs['variants']['posted']`. */
export type CullInputs = inferRouterInputs<CullRouter>;
/** What procedures answer: `CullOutputs['monitoring']['status']`. */
export type CullOutputs = inferRouterOutputs<CullRouter>;
