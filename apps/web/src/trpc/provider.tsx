'use client';

import type { AppRouter } from '@cull/api';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import { leaveToSignIn } from '../components/leave';
import { askToConfirm } from '../features/confirm/asked';
import { confirmLink } from './confirm-link';
import { fetchJson } from './fetch-json';

const context = createTRPCContext<AppRouter>();
export const { useTRPC, useTRPCClient } = context;

const ENDPOINT = '/api/trpc';
const MAX_URL_LENGTH = 8_000;
/** What the API takes in one request. */
const MAX_BATCH = 50;
const RETRIES = 3;
/** For what the rest of a page must not wait for: calls of one moment are answered together, with the slowest. */
export const ALONE = { trpc: { context: { isAlone: true } } } as const;

function signInWhenAsked(error: unknown): void {
  if (codeOf(error) === 'UNAUTHORIZED') leaveToSignIn();
}

/** The API's error code, where it is the API that refused. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof TRPCClientError ? error.data?.code : undefined;
}

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 2_000,
            // What the API refuses, it refuses again; what did not reach it may yet.
            retry: (failures, error) => codeOf(error) === undefined && failures < RETRIES,
            throwOnError: (error) => {
              signInWhenAsked(error);
              return false;
            },
          },
        },
        mutationCache: new MutationCache({ onError: signInWhenAsked }),
      }),
  );
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        confirmLink(askToConfirm),
        splitLink({
          condition: ({ type }) => type === 'subscription',
          true: httpSubscriptionLink({ url: ENDPOINT }),
          false: splitLink({
            condition: ({ context: { isAlone } }) => isAlone === true,
            true: httpLink({ url: ENDPOINT, fetch: fetchJson }),
            false: httpBatchLink({
              url: ENDPOINT,
              maxURLLength: MAX_URL_LENGTH,
              maxItems: MAX_BATCH,
              fetch: fetchJson,
            }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
