import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import { createConnectHandler, isConnectPath } from './accounts/connect-handler';
import { CLIENT_ADDRESS_HEADER } from './auth';
import { contextOf } from './context';
import { isExport, sendExport } from './exports';
import { answerHealth, answerReadiness } from './health';
import { isBodyWithin, isForeignChange, pathOf, sendJson } from './http';
import { createInvitationHandler, isInvitationPath } from './invitations';
import { isProviderPath } from './provider';
import { createRestHandler, REST_PATH } from './rest/handler';
import { appRouter } from './router';
import { type ApiOptions, openServices } from './services';
import { answerSingleMutation, isSingleMutation } from './single-calls';
import { waitHeaders } from './try-again-later';

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
  /** Ends open streams first, then lets go of database and queue. */
  close(): Promise<void>;
}

const TRPC_PATH = '/api/trpc/';
const AUTH_PATH = '/api/auth/';
/** Where passwords and the like can be tried out. */
const SIGN_IN = /^\/api\/auth\/(sign-in|sign-up|change-|set-|verify-|delete-|reset-|request-)/;
const MAX_BODY_BYTES = 5_000_000;
const MAX_AUTH_BODY_BYTES = 100_000;

/** Opens the API on a migrated database. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { services, close } = await openServices(options);
  const { auth, limits, log, metrics } = services;
  const { baseUrl } = options;
  const answerAuth = toNodeHandler(auth);
  const answerProvider = toNodeHandler(services.providerAuth);
  const answerRest = createRestHandler({ services, baseUrl, maxBodyBytes: MAX_BODY_BYTES });

  const answerInvitation = createInvitationHandler(services);
  const answerConnect = createConnectHandler(services);

  async function answerTrpc(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (isSingleMutation(request, path))
      return answerSingleMutation(services, request, response, path, MAX_BODY_BYTES);
    await nodeHTTPRequestHandler({
      req: request,
      res: response,
      path,
      router: appRouter,
      maxBodySize: MAX_BODY_BYTES,
      createContext: ({ info }) => contextOf(request, services, info.calls.length),
      responseMeta: ({ errors }) => ({ headers: waitHeaders(errors) }),
      onError: ({ error, path: procedure }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          log.error({ error: error.cause ?? error, procedure }, 'a call failed');
      },
    });
  }

  /** Sign-in and what else the library offers; its client reads code and message from the body itself. */
  async function answerAuthCall(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    // The library reads bodies of any length.
    if (!isBodyWithin(request, MAX_AUTH_BODY_BYTES)) {
      const message = `the body needs a content-length of at most ${MAX_AUTH_BODY_BYTES} bytes`;
      return sendJson(response, 413, { code: 'PAYLOAD_TOO_LARGE', message });
    }
    try {
      if (SIGN_IN.test(path)) limits.signIn(request);
      else limits.visit(request);
    } catch (thrown) {
      const { code, message } = getTRPCErrorFromUnknown(thrown);
      return sendJson(response, 429, { code, message }, waitHeaders([thrown]));
    }
    request.headers[CLIENT_ADDRESS_HEADER] = limits.addressOf(request);
    await (isProviderPath(path) ? answerProvider : answerAuth)(request, response);
  }

  return {
    handle: async (request, response) => {
      const path = pathOf(request);
      const isApi = path.startsWith('/api/');
      if (isApi && isForeignChange(request, baseUrl)) {
        sendJson(response, 403, {
          error: { message: 'calls that change something must come from the dashboard itself' },
        });
      } else if (path.startsWith(TRPC_PATH))
        await answerTrpc(request, response, path.slice(TRPC_PATH.length));
      else if (path.startsWith(`${REST_PATH}/`)) await answerRest(request, response);
      else if (isExport(path) && request.method === 'GET')
        await sendExport(services, request, response, path);
      else if (path.startsWith(AUTH_PATH)) await answerAuthCall(request, response, path);
      else if (isConnectPath(path)) await answerConnect(request, response, path);
      else if (isInvitationPath(path)) await answerInvitation(request, response, path);
      else if (path === '/healthz') answerHealth(response);
      else if (path === '/readyz') await answerReadiness(services, response);
      else if (path === '/metrics') {
        response.writeHead(200, { 'content-type': metrics.registry.contentType });
        response.end(await metrics.registry.metrics());
      } else if (isApi) sendJson(response, 404, { error: { message: `there is no ${path}` } });
      else return false;
      return true;
    },
    userOf: async (request) => {
      if (request.headers.cookie === undefined) return null;
      const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
      if (session === null) return null;
      const { email, name, role } = session.user;
      return { email, name, role };
    },
    close,
  };
}
