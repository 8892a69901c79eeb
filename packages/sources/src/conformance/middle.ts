import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as send } from 'undici';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** Answers a request in place of the look-alike. */
export type Behavior = (request: IncomingMessage, response: ServerResponse) => void;

/** A server between adapter and look-alike, which can misbehave as sources and networks do. */
export interface Middle {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly RecordedRequest[];
  /** How requests are answered from now on; null passes them on. */
  behave(behavior: Behavior | null): void;
  /** Changes the JSON of what is passed back from now on. */
  rewrite(change: (json: unknown) => unknown): void;
  close(): Promise<void>;
}

/** @param upstream Where the look-alike listens. */
export async function startMiddle(upstream: string): Promise<Middle> {
  const requests: RecordedRequest[] = [];
  let behavior: Behavior | null = null;
  let change = (json: unknown) => json;

  const passOn = async (request: IncomingMessage, response: ServerResponse) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await send(upstream + (request.url ?? '/'), {
      method: request.method as 'GET',
      headers,
      body: await bodyOf(request),
    });
    const text = await answer.body.text();
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
    response.end(rewritten(text, change));
  };
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    requests.push({ method, path, authorization: headers.authorization });
    if (behavior !== null) return behavior(request, response);
    passOn(request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    behave: (next) => {
      behavior = next;
    },
    rewrite: (next) => {
      change = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return chunks.length === 0 ? null : Buffer.concat(chunks);
}

function rewritten(text: string, change: (json: unknown) => unknown): string {
  try {
    return JSON.stringify(change(JSON.parse(text)));
  } catch {
    return text;
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
