import type { IncomingMessage, ServerResponse } from 'node:http';
import { confirmSession } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { z } from 'zod';
import type { Services } from './context';
import { sendJson } from './http';
import { readJsonBody } from './json-body';
import { MAX_PASSWORD_LENGTH } from './passwords';
import { sendError } from './rest/send-error';
import { textSchema } from './schemas/common';
import { isProven, sessionOf } from './sessions';
import { describeIssues } from './trpc';

const CONFIRM_PATH = '/api/session/confirm';
const MAX_BODY_BYTES = 10_000;

export function isConfirmPath(path: string): boolean {
  return path === CONFIRM_PATH;
}

const confirmInput = z.strictObject({ password: textSchema(MAX_PASSWORD_LENGTH).min(1) });

/** By what somebody who is signed in can show that it is them; `sign_in` is by signing in again. */
export type ConfirmedBy = 'password' | 'sign_in';

type Session = NonNullable<Awaited<ReturnType<typeof sessionOf>>>;

/** Answers a GET with how somebody can confirm that it is them and whether they have lately, and notes in their session that a POST did. */
export function createConfirmHandler(services: Services) {
  const { auth, db, limits, log, now, onAccess } = services;

  async function passwordHashOf({ user }: Session): Promise<string | null> {
    if (!services.passwordSignIn) return null;
    const { internalAdapter } = await auth.$context;
    const accounts = await internalAdapter.findAccounts(user.id);
    return accounts.find(({ providerId }) => providerId === 'credential')?.password ?? null;
  }

  async function confirm(request: IncomingMessage, response: ServerResponse, session: Session) {
    const address = limits.addressOf(request);
    const { email } = session.user;
    limits.signIn({ address, account: email });
    const web = incomingMessageToRequest(request, response, { maxBodySize: MAX_BODY_BYTES });
    const input = confirmInput.safeParse(await readJsonBody(web));
    if (!input.success) throw new TRPCError({ code: 'BAD_REQUEST', message: describeIssues(input.error) });
    const hash = await passwordHashOf(session);
    const { password } = await auth.$context;
    const isRight = hash !== null && (await password.verify({ hash, password: input.data.password }));
    await onAccess({ type: isRight ? 'confirmed' : 'confirm_failed', email, method: 'password', address });
    if (!isRight) throw new TRPCError({ code: 'FORBIDDEN', message: 'password: is not your password' });
    await confirmSession(db, session.id, now());
    return { confirmedAt: new Date(now()).toISOString() };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      limits.visit(request);
      const session = await sessionOf(request, services);
      if (session === null)
        throw new TRPCError({ code: 'UNAUTHORIZED', message: 'needs a signed-in person' });
      if (request.method === 'GET') {
        const by: ConfirmedBy = (await passwordHashOf(session)) === null ? 'sign_in' : 'password';
        sendJson(response, 200, { by, isConfirmed: isProven(session.provenAt, now()) });
      } else if (request.method === 'POST')
        sendJson(response, 200, await confirm(request, response, session));
      else
        throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED', message: `${CONFIRM_PATH} takes GET and POST` });
    } catch (thrown) {
      sendError(response, thrown, log);
    }
  };
}
