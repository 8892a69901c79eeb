import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptInvitation, readOpenInvitation } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { fromNodeHeaders } from 'better-auth/node';
import type { z } from 'zod';
import { originOf, type Services } from '../context';
import { sendJson } from '../http/http';
import { readJsonBody } from '../http/json-body';
import { sendError } from '../rest/send-error';
import { acceptInput, checkInput } from '../schemas/people';
import { describeIssues } from '../trpc';
import { PASSWORDS_ARE_OFF } from './auth-door';
import { CLIENT_ADDRESS_HEADER } from './auth-hooks';
import { passwordProblem } from './passwords';

const ACCEPT_PATH = '/api/invitations/accept';
const CHECK_PATH = '/api/invitations/check';
const MAX_BODY_BYTES = 10_000;

export function isInvitationPath(path: string): boolean {
  return path === ACCEPT_PATH || path === CHECK_PATH;
}

/** @returns Says whether an invitation is open; adds the person with an open invitation, and signs them in. */
export function createInvitationHandler(services: Services) {
  const { db, auth, limits, log, now, onAccess } = services;

  async function read<Output>(request: IncomingMessage, response: ServerResponse, schema: z.ZodType<Output>) {
    const web = incomingMessageToRequest(request, response, { maxBodySize: MAX_BODY_BYTES });
    const input = schema.safeParse(await readJsonBody(web));
    if (!input.success) throw new TRPCError({ code: 'BAD_REQUEST', message: describeIssues(input.error) });
    return input.data;
  }

  async function demandOpen(token: string) {
    const invitation = await readOpenInvitation(db, token, now());
    if (invitation === null) throw notOpen();
    return invitation;
  }

  /** Tells the holder of a token what accepting would tell, under the same limit. */
  async function check(request: IncomingMessage, response: ServerResponse) {
    const { token } = await read(request, response, checkInput);
    await demandOpen(token);
    return { isOpen: true };
  }

  async function accept(request: IncomingMessage, response: ServerResponse) {
    if (!services.passwordSignIn) throw new TRPCError({ code: 'FORBIDDEN', message: PASSWORDS_ARE_OFF });
    const { token, name, password } = await read(request, response, acceptInput);
    const invitation = await demandOpen(token);
    const problem = passwordProblem(password, invitation.email);
    if (problem !== null) throw new TRPCError({ code: 'BAD_REQUEST', message: `password: ${problem}` });
    const hashing = (await auth.$context).password;
    const person = { name, passwordHash: await hashing.hash(password) };
    const accepted = await acceptInvitation(db, token, person, now());
    if (!accepted.ok) throw accepted.code === 'not_open' ? notOpen() : exists();
    const { email, role } = accepted;
    await onAccess({
      type: 'invitation_accepted',
      email,
      method: 'password',
      ...originOf(request, services),
    });
    request.headers[CLIENT_ADDRESS_HEADER] = limits.addressOf(request);
    const signedIn = await auth.api.signInEmail({
      body: { email, password },
      headers: fromNodeHeaders(request.headers),
      returnHeaders: true,
    });
    response.setHeader('set-cookie', signedIn.headers.getSetCookie());
    return { email, role };
  }

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    try {
      if (request.method !== 'POST')
        throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED', message: `${path} knows POST alone` });
      limits.signIn({ address: limits.addressOf(request), account: null });
      const answer = path === CHECK_PATH ? check : accept;
      sendJson(response, 200, await answer(request, response));
    } catch (thrown) {
      sendError(response, thrown, log);
    }
  };
}

/** One answer for all of them: guessing tokens reveals nothing. */
function notOpen(): TRPCError {
  const message = 'token: this invitation is unknown, used, withdrawn or expired; ask for a new one';
  return new TRPCError({ code: 'NOT_FOUND', message });
}

function exists(): TRPCError {
  return new TRPCError({ code: 'CONFLICT', message: 'you are one of the people already; sign in instead' });
}
