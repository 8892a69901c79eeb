import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { createConnectHandler, isConnectPath } from './accounts/connect-handler';
import { contextOf } from './context';
import { isExport, sendExport } from './http/exports';
import { createHealthAnswers } from './http/health';
import { isForeignChange, pathOf, sendJson } from './http/http';
import { pathProblem, settleOrigin } from './http/request-target';
import { answerSingleMutation, isSingleMutation } from './http/single-calls';
import { waitHeaders } from './http/try-again-later';
import { createRestHandler, REST_PATH } from './rest/handler';
import { appRouter } from './router';
import { type ApiOptions, openServices } from './services';
import { createAuthHandler, isAuthPath } from './sign-in/auth-door';
import { createConfirmHandler, isConfirmPath } from './sign-in/confirm';
import { createInvitationHandler, isInvitationPath } from './sign-in/invitations';
import { sessionOf } from './sign-in/sessions';

export interface SignedInUser {
  readonly email: string;
  readonly name: string;
  readonly role: string;
}

/** The API, to be hung into any Node.js server. */
export interface Api {
  /** Answers a request for the API; false, untouched, for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Who is signed in, by the request's cookie. */
  userOf(request: IncomingMessage): Promise<SignedInUser | null>;
  /** Breaks open streams off, so their clients reconnect to the process that serves next; everything else is still answered. */
  endStreams(): void;
  /** Ends open streams first, then releases database and queue. */
  close(): Promise<void>;
}

const TRPC_PATH = '/api/trpc/';
const MAX_BODY_BYTES = 5_000_000;
/** Calls of one request; the clients divide what is more. */
const MAX_BATCH = 50;

/** Opens the API on a migrated database. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { services, close } = await openServices(options);
  const { log } = services;
  const { baseUrl } = options;
  const answerAuth = createAuthHandler(services);
  const answerRest = createRestHandler({ services, baseUrl, maxBodyBytes: MAX_BODY_BYTES });
  const healthAnswers = createHealthAnswers(services, options.metricsToken);
  const answerInvitation = createInvitationHandler(services);
  const answerConnect = createConnectHandler(services);
  const answerConfirm = createConfirmHandler(services);

  async function answerTrpc(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (isSingleMutation(request, path))
      return answerSingleMutation(services, request, response, path, MAX_BODY_BYTES);
    await nodeHTTPRequestHandler({
      req: request,
      res: response,
      path,
      router: appRouter,
      maxBodySize: MAX_BODY_BYTES,
      maxBatchSize: MAX_BATCH,
      createContext: ({ info }) => contextOf(request, services, info.calls.length),
      responseMeta: ({ errors }) => ({ headers: { 'cache-control': 'no-store', ...waitHeaders(errors) } }),
      onError: ({ error, path: procedure }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          log.error({ error: error.cause ?? error, procedure }, 'a call failed');
      },
    });
  }

  return {
    handle: async (request, response) => {
      const problem = pathProblem(request.url ?? '');
      if (problem !== null) {
        sendJson(response, 400, { error: { code: 'BAD_REQUEST', message: problem } });
        return true;
      }
      settleOrigin(request, baseUrl);
      const path = pathOf(request);
      const health = healthAnswers.get(path);
      const isApi = path.startsWith('/api/');
      if (isApi && isForeignChange(request, baseUrl)) {
        sendJson(response, 403, {
          error: { message: 'cross-origin request blocked: open the dashboard at the address in CULL_URL' },
        });
      } else if (path.startsWith(TRPC_PATH))
        await answerTrpc(request, response, path.slice(TRPC_PATH.length));
      else if (path.startsWith(`${REST_PATH}/`)) await answerRest(request, response);
      else if (isExport(path) && request.method === 'GET')
        await sendExport(services, request, response, path);
      else if (isAuthPath(path)) await answerAuth(request, response, path);
      else if (isConnectPath(path)) await answerConnect(request, response, path);
      else if (isConfirmPath(path)) await answerConfirm(request, response);
      else if (isInvitationPath(path)) await answerInvitation(request, response, path);
      else if (health !== undefined) await health(request, response);
      else if (isApi) sendJson(response, 404, { error: { message: `there is no ${path}` } });
      else return false;
      return true;
    },
    userOf: async (request) => {
      const session = await sessionOf(request, services);
      if (session === null) return null;
      const { email, name, role } = session.user;
      return { email, name, role };
    },
    endStreams: () => services.hub.endStreams(),
    close,
  };
}
