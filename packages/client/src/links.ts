import {
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  splitLink,
  type TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { EventSource } from 'eventsource';
import { aborted, explain } from './answers.js';
import type { CullError, CullLinkRouter } from './errors.js';
import type { Connection } from './options.js';
import { callingFetch, streamingFetch } from './transport.js';

/** Calls a URL may grow to before a batch is split. */
const MAX_URL_LENGTH = 8_000;
/** A batch stays below the 5 MB that Cull reads: so many calls, of so many characters of 3 bytes at most. */
const MAX_BATCH = 50;
const MAX_BATCHED_CHARACTERS = 30_000;

/** Queries and mutations: those of the same moment together, large ones alone. Errors are CullErrors. */
export function callsLink(connection: Connection): TRPCLink<CullLinkRouter> {
  const { endpoint, authorization } = connection;
  const http = { url: endpoint, headers: { authorization }, fetch: callingFetch(connection) };
  const link = splitLink<CullLinkRouter>({
    condition: isLarge,
    true: httpLink(http),
    false: httpBatchLink({ ...http, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_BATCH }),
  });
  return (runtime) => {
    const call = link(runtime);
    return (options) =>
      withErrors(call(options), (error) =>
        options.op.signal?.aborted ? aborted(error) : explain(error, endpoint),
      );
  };
}

/** Subscriptions, each with its own stream. Errors are CullErrors. */
export function subscriptionsLink(connection: Connection): TRPCLink<CullLinkRouter> {
  const { endpoint } = connection;
  return (runtime) => (options) => {
    let refusal: CullError | null = null;
    const fetch = streamingFetch(connection, (refused) => {
      refusal = refused;
    });
    const link = httpSubscriptionLink<CullLinkRouter, typeof EventSource>({
      url: endpoint,
      EventSource,
      eventSourceOptions: { fetch },
    });
    return withErrors(link(runtime)(options), (error) => refusal ?? explain(error, endpoint));
  };
}

function isLarge({ type, input }: Operation): boolean {
  return type === 'mutation' && JSON.stringify(input).length > MAX_BATCHED_CHARACTERS;
}

type Answers = ReturnType<ReturnType<TRPCLink<CullLinkRouter>>>;

function withErrors(
  answers: Answers,
  toCullError: (error: TRPCClientError<CullLinkRouter>) => CullError,
): Answers {
  return observable((observer) =>
    answers.subscribe({
      next: (result) => observer.next(result),
      error: (error) => observer.error(toCullError(error)),
      complete: () => observer.complete(),
    }),
  );
}
