import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import type { AppRouter } from './router';

export interface CullClientOptions {
  /** Cull's address, for example http://127.0.0.1:3000 */
  readonly url: string;
  readonly apiKey: string;
}

/** Calls a URL may grow to before a batch is split. */
const MAX_URL_LENGTH = 8_000;

/** A typed client for orchestrators, for calls and subscriptions alike. */
export function createCullClient({ url, apiKey }: CullClientOptions) {
  const endpoint = new URL('/api/trpc', url).href;
  const authorization = `Bearer ${apiKey}`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({
          url: endpoint,
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization } }),
          },
        }),
        false: httpBatchLink({ url: endpoint, headers: { authorization }, maxURLLength: MAX_URL_LENGTH }),
      }),
    ],
  });
}

export type CullClient = ReturnType<typeof createCullClient>;
