import type { ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Logger } from 'pino';
import { sendJson } from '../http/http';
import { waitHeaders } from '../http/try-again-later';
import { messageOf } from '../trpc';

/** Answers with an error as REST shows it; what went wrong in here is logged and not told. */
export function sendError(response: ServerResponse, thrown: unknown, log: Logger): void {
  const error = getTRPCErrorFromUnknown(thrown);
  if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ error: error.cause ?? error }, 'a call failed');
  const body = { error: { code: error.code, message: messageOf(error) } };
  sendJson(response, getHTTPStatusCodeFromError(error), body, waitHeaders([error]));
}
