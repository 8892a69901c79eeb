import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown } from '@trpc/server';
import { toNodeHandler } from 'better-auth/node';
import type { Services } from '../context';
import { isBodyWithin, sendJson } from '../http/http';
import { waitHeaders } from '../http/try-again-later';
import { CLIENT_ADDRESS_HEADER } from './auth-hooks';
import { isProviderPath } from './provider';

const AUTH_PATH = '/api/auth';
const MAX_BODY_BYTES = 100_000;

/** What callers may ask of the sign-in library, which has much more: the rest of it isn't there. */
const ENDPOINTS: ReadonlyMap<string, 'GET' | 'POST'> = new Map([
  [`${AUTH_PATH}/get-session`, 'GET'],
  [`${AUTH_PATH}/sign-out`, 'POST'],
  [`${AUTH_PATH}/sign-in/email`, 'POST'],
  [`${AUTH_PATH}/change-password`, 'POST'],
  [`${AUTH_PATH}/magic-link/verify`, 'GET'],
  [`${AUTH_PATH}/sign-in/social`, 'POST'],
  [`${AUTH_PATH}/callback/sso`, 'GET'],
  [`${AUTH_PATH}/two-factor/enable`, 'POST'],
  [`${AUTH_PATH}/two-factor/disable`, 'POST'],
  [`${AUTH_PATH}/two-factor/verify-totp`, 'POST'],
  [`${AUTH_PATH}/two-factor/verify-backup-code`, 'POST'],
  [`${AUTH_PATH}/two-factor/generate-backup-codes`, 'POST'],
]);

const OF_PASSWORDS: ReadonlySet<string> = new Set([
  `${AUTH_PATH}/sign-in/email`,
  `${AUTH_PATH}/change-password`,
  `${AUTH_PATH}/two-factor/enable`,
  `${AUTH_PATH}/two-factor/disable`,
  `${AUTH_PATH}/two-factor/generate-backup-codes`,
]);

export const PASSWORDS_ARE_OFF = 'Passwords are switched off here. Sign in with the provider.';

export function isAuthPath(path: string): boolean {
  return path.startsWith(`${AUTH_PATH}/`);
}

/**
 * Answers calls of the sign-in library. Attempts to sign in are counted behind it, by what it takes a call for
 * (`attempts.ts`). Its client reads code and message from the body itself.
 */
export function createAuthHandler({ auth, providerAuth, passwordSignIn, limits, log }: Services) {
  const answerAuth = toNodeHandler(auth);
  const answerProvider = toNodeHandler(providerAuth);

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const method = ENDPOINTS.get(path);
    if (method === undefined)
      return sendJson(response, 404, { code: 'NOT_FOUND', message: `there is no ${path}` });
    if (request.method !== method) {
      const message = `${path} takes ${method}, not ${request.method}`;
      return sendJson(response, 405, { code: 'METHOD_NOT_SUPPORTED', message }, { allow: method });
    }
    if (!passwordSignIn && OF_PASSWORDS.has(path))
      return sendJson(response, 403, { code: 'PASSWORDS_ARE_OFF', message: PASSWORDS_ARE_OFF });
    // The library reads bodies of any length.
    if (!isBodyWithin(request, MAX_BODY_BYTES)) {
      const message = `the body needs a content-length of at most ${MAX_BODY_BYTES} bytes`;
      return sendJson(response, 413, { code: 'PAYLOAD_TOO_LARGE', message });
    }
    try {
      limits.visit(request);
    } catch (thrown) {
      const { code, message } = getTRPCErrorFromUnknown(thrown);
      return sendJson(response, 429, { code, message }, waitHeaders([thrown]));
    }
    request.headers[CLIENT_ADDRESS_HEADER] = limits.addressOf(request);
    try {
      await (isProviderPath(path) ? answerProvider : answerAuth)(request, response);
    } catch (error) {
      log.error({ error, path }, 'a sign-in call failed');
      const message = 'Something went wrong here. Try again in a moment.';
      if (!response.headersSent) sendJson(response, 500, { code: 'INTERNAL_SERVER_ERROR', message });
    }
  };
}
