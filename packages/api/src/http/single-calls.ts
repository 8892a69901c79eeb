import type { IncomingMessage, ServerResponse } from 'node:http';
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { type Context, contextOf, type Services } from '../context';
import { procedureNames } from '../rest/procedures';
import { appRouter } from '../router';
import { leavingOf, queryOf, sendJson } from './http';
import { waitHeaders } from './try-again-later';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Whether a request is one call by itself that changes something: neither a batch nor a stream. */
export function isSingleMutation(request: IncomingMessage, path: string): boolean {
  const { method, headers } = request;
  return (
    method === 'POST' &&
    headers['trpc-accept'] === undefined &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    queryOf(request) === '' &&
    MUTATIONS.has(path)
  );
}

const MUTATIONS: ReadonlySet<string> = new Set(procedureNames('mutation'));

/**
 * Answers one tRPC call as tRPC's own adapter does, but for its web streams: those take longer than most calls.
 * @param path The procedure, one that `isSingleMutation` agreed to.
 */
export async function answerSingleMutation(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  maxBodyBytes: number,
): Promise<void> {
  let ctx: Context | undefined;
  response.setHeader('vary', 'trpc-accept, accept');
  try {
    ctx = await contextOf(request, services, 1);
    const data: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      type: 'mutation',
      ctx,
      getRawInput: () => readJson(request, maxBodyBytes),
      signal: leavingOf(response),
      batchIndex: 0,
    });
    sendJson(response, 200, { result: { data } });
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(thrown);
    if (error.code === 'INTERNAL_SERVER_ERROR')
      services.log.error({ error: error.cause ?? error, procedure: path }, 'a call failed');
    const config = appRouter._def._config;
    const shape = getTRPCErrorShape({ config, error, type: 'mutation', path, input: undefined, ctx });
    sendJson(response, getHTTPStatusCodeFromError(error), { error: shape }, waitHeaders([error]));
  }
}

/** @throws PAYLOAD_TOO_LARGE, and PARSE_ERROR for what is no JSON. */
async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new TRPCError({ code: 'PARSE_ERROR', message: 'the body must be valid JSON' });
  }
}

function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      request.off('data', take);
      const message = `the body needs to have at most ${maxBytes} bytes`;
      reject(new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message }));
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}
