import type { IncomingMessage, ServerResponse } from 'node:http';
import { confirmSession } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { isAPIError } from 'better-auth/api';
import { fromNodeHeaders } from 'better-auth/node';
import { z } from 'zod';
import { originOf, type Services } from '../context';
import { sendJson } from '../http/http';
import { readJsonBody } from '../http/json-body';
import { sendError } from '../rest/send-error';
import { textSchema } from '../schemas/common';
import { describeIssues } from '../trpc';
import { MAX_PASSWORD_LENGTH } from './passwords';
import { isProven, sessionOf } from './sessions';

const CONFIRM_PATH = '/api/session/confirm';
const MAX_BODY_BYTES = 10_000;
const MAX_CODE_LENGTH = 20;

export function isConfirmPath(path: string): boolean {
  return path === CONFIRM_PATH;
}

const confirmInput = z.union([
  z.strictObject({ password: textSchema(MAX_PASSWORD_LENGTH).min(1) }),
  z.strictObject({ code: textSchema(MAX_CODE_LENGTH).min(1) }),
]);
type Proof = z.output<typeof confirmInput>;

/** By what somebody who is signed in can show that it is them; `sign_in` is by signing in again. */
export type ConfirmedBy = 'code' | 'password' | 'sign_in';

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

  /** Anyone who has a second factor shows it: their password alone would not let them in either. */
  async function wayOf(session: Session): Promise<ConfirmedBy> {
    if (session.user.twoFactorEnabled) return 'code';
    return (await passwordHashOf(session)) === null ? 'sign_in' : 'password';
  }

  async function isProof(
    { headers }: IncomingMessage,
    session: Session,
    by: ConfirmedBy,
    proof: Proof,
  ): Promise<boolean> {
    if (by === 'code' && 'code' in proof)
      return auth.api.verifyTOTP({ body: proof, headers: fromNodeHeaders(headers) }).then(
        () => true,
        (error: unknown) => {
          if (isAPIError(error)) return false;
          throw error;
        },
      );
    if (by !== 'password' || !('password' in proof)) return false;
    const hash = await passwordHashOf(session);
    const { password } = await auth.$context;
    return hash !== null && password.verify({ hash, password: proof.password });
  }

  async function confirm(request: IncomingMessage, response: ServerResponse, session: Session) {
    const origin = originOf(request, services);
    const { email } = session.user;
    limits.signIn({ address: origin.address ?? 'unknown', account: email });
    const web = incomingMessageToRequest(request, response, { maxBodySize: MAX_BODY_BYTES });
    const input = confirmInput.safeParse(await readJsonBody(web));
    if (!input.success) throw new TRPCError({ code: 'BAD_REQUEST', message: describeIssues(input.error) });
    const by = await wayOf(session);
    const field = by === 'code' ? 'code' : 'password';
    const isRight = await isProof(request, session, by, input.data);
    await onAccess({ type: isRight ? 'confirmed' : 'confirm_failed', email, method: field, ...origin });
    if (!isRight) throw new TRPCError({ code: 'FORBIDDEN', message: `${field}: is not right` });
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
        const by = await wayOf(session);
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
