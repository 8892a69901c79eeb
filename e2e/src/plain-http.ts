import { EventSourceParserStream } from 'eventsource-parser/stream';
import { z } from 'zod';
import { PRODUCT } from './product';

/** How a call was answered: `data` where it was done, `error` where it was refused. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly error: Refused | null;
  /** The body as it came. */
  readonly text: string;
}

const refusedSchema = z.object({
  message: z.string(),
  data: z.object({ code: z.string(), httpStatus: z.number(), path: z.string().nullable() }),
});
export type Refused = z.output<typeof refusedSchema>;

const envelopeSchema = z.union([
  z.object({ result: z.object({ data: z.unknown() }) }),
  z.object({ error: refusedSchema }),
]);

export type Kind = 'query' | 'mutation';

/**
 * Calls a procedure with nothing but `fetch` and JSON: a query by GET, a mutation by POST.
 * @param input Undefined for a procedure that takes none.
 * @param key Null for a caller who shows none.
 */
export async function call(
  kind: Kind,
  procedure: string,
  input: unknown,
  key: string | null = PRODUCT.apiKey,
): Promise<Answer> {
  const headers = headersOf(key);
  const address = addressOf(procedure);
  const response = await (kind === 'query'
    ? fetch(`${address}${queryOf(input)}`, { headers })
    : fetch(address, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }));
  const text = await response.text();
  return { status: response.status, text, ...answerOf(JSON.parse(text)) };
}

/** Calls several queries in one request; each is answered by itself, in their order. */
export async function callTogether(calls: readonly { procedure: string; input: unknown }[]) {
  const names = calls.map(({ procedure }) => procedure).join(',');
  const input = JSON.stringify(Object.fromEntries(calls.map((one, index) => [index, one.input])));
  const parameters = new URLSearchParams({ batch: '1', input });
  const response = await fetch(`${addressOf(names)}?${parameters}`, { headers: headersOf(PRODUCT.apiKey) });
  return {
    status: response.status,
    answers: z
      .array(z.unknown())
      .parse(await response.json())
      .map(answerOf),
  };
}

export interface ListenOptions {
  /** Null for a caller who shows none. */
  readonly key?: string | null;
  /** As a browser sends it when it comes back. */
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
}

/** Opens a subscription as the server-sent events that it is; the reader closes it with the signal. */
export function listen(procedure: string, input: unknown, { key, lastEventId, signal }: ListenOptions) {
  const headers = {
    ...headersOf(key === undefined ? PRODUCT.apiKey : key),
    accept: 'text/event-stream',
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  return fetch(`${addressOf(procedure)}${queryOf(input)}`, { headers, signal });
}

/** A server-sent event as it came; `data` is what its JSON says, null where it has none. */
export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: unknown;
}

/** Reads the events of an open stream one by one. */
export async function* eventsOf({ body }: Response): AsyncGenerator<ServerSentEvent> {
  if (body === null) throw new Error('the stream has no body');
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { id, event, data } of events) {
    yield { id, event, data: data === '' ? null : JSON.parse(data) };
  }
}

function addressOf(procedure: string): string {
  return `${PRODUCT.url}/api/trpc/${procedure}`;
}

function queryOf(input: unknown): string {
  return input === undefined ? '' : `?${new URLSearchParams({ input: JSON.stringify(input) })}`;
}

function headersOf(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

function answerOf(body: unknown): Pick<Answer, 'data' | 'error'> {
  const envelope = envelopeSchema.parse(body);
  return 'error' in envelope
    ? { data: null, error: envelope.error }
    : { data: envelope.result.data, error: null };
}
