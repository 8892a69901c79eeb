import type { IncomingMessage, ServerResponse } from 'node:http';
import { callTRPCProcedure, TRPCError } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { contextOf, type Services } from '../context';
import { leavingOf, pathOf, queryOf, sendJson } from '../http/http';
import { readJsonBody } from '../http/json-body';
import { appRouter } from '../router';
import { openApiDocument } from './open-api';
import { type JsonObjectSchema, procedureNames, type RestProcedure, restProcedures } from './procedures';
import { createReadingPage } from './reading-page';
import { pathFields } from './routes';
import { sendError } from './send-error';

export const REST_PATH = '/api/v1';

interface RestOptions {
  readonly services: Services;
  /** The address that Cull is known by. */
  readonly baseUrl: string;
  readonly maxBodyBytes: number;
}

/** @returns Answers requests below `/api/v1`: the same procedures as tRPC's, for programs in any language. */
export function createRestHandler({ services, baseUrl, maxBodyBytes }: RestOptions) {
  const procedures = restProcedures();
  const document = openApiDocument(procedures, procedureNames('subscription'), baseUrl);
  const answerReading = createReadingPage();
  const matchers = procedures.map((procedure) => ({ procedure, pattern: patternOf(procedure) }));

  async function call(request: IncomingMessage, response: ServerResponse, path: string): Promise<unknown> {
    const matching = matchers.flatMap(({ procedure, pattern }) => {
      const match = pattern.exec(path);
      return match === null ? [] : [{ procedure, match }];
    });
    // Where a fixed path and one with a field both match, the fixed one comes first in the order of fewer fields.
    const found = matching
      .filter(({ procedure }) => procedure.route.method === request.method)
      .sort((a, b) => pathFields(a.procedure.route).length - pathFields(b.procedure.route).length)[0];
    if (found === undefined) throw unknown(request, path, matching.length > 0);
    const { procedure, match } = found;
    const input = {
      ...(procedure.route.method === 'GET'
        ? fromQuery(queryOf(request), procedure.input)
        : await readJsonBody(incomingMessageToRequest(request, response, { maxBodySize: maxBodyBytes }))),
      ...fromPath(match),
    };
    return callTRPCProcedure({
      router: appRouter,
      path: procedure.name,
      type: procedure.type,
      ctx: await contextOf(request, services, 1),
      getRawInput: async () => (procedure.input === null ? undefined : input),
      signal: leavingOf(response),
      batchIndex: 0,
    });
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request).slice(REST_PATH.length);
    if (path === '/openapi.json' && request.method === 'GET') return sendJson(response, 200, document);
    try {
      if (request.method === 'GET' && (await answerReading(path, response))) return;
      sendJson(response, 200, await call(request, response, path));
    } catch (thrown) {
      sendError(response, thrown, services.log);
    }
  };
}

function patternOf({ route }: RestProcedure): RegExp {
  return new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}

function unknown({ method }: IncomingMessage, path: string, isOther: boolean): TRPCError {
  return isOther
    ? new TRPCError({
        code: 'METHOD_NOT_SUPPORTED',
        message: `${REST_PATH}${path} does not accept ${method}`,
      })
    : new TRPCError({
        code: 'NOT_FOUND',
        message: `there is no ${REST_PATH}${path}; ${REST_PATH}/docs shows what there is`,
      });
}

function fromPath({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([field, text]) => {
      try {
        return [field, decodeURIComponent(text)];
      } catch {
        throw new TRPCError({ code: 'BAD_REQUEST', message: `${field}: is not percent-encoded UTF-8` });
      }
    }),
  );
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Query fields are text; those whose schema asks for a number or a boolean are read as one, where they are one. */
function fromQuery(query: string, input: JsonObjectSchema | null): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [field, text] of new URLSearchParams(query)) {
    if (field in fields)
      throw new TRPCError({ code: 'BAD_REQUEST', message: `${field}: must appear only once` });
    const type = input?.properties[field]?.type;
    if ((type === 'number' || type === 'integer') && NUMBER.test(text)) fields[field] = Number(text);
    else if (type === 'boolean' && (text === 'true' || text === 'false')) fields[field] = text === 'true';
    else fields[field] = text;
  }
  if (input === null && Object.keys(fields).length > 0) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: `${Object.keys(fields)[0]}: is not a known field` });
  }
  return fields;
}
