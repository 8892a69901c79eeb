import type { IncomingMessage, ServerResponse } from 'node:http';
import { storeConnectState, takeConnectState } from '@cull/db';
import { threadsAuthorizeUrl } from '@cull/sources';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { may, userActor, whyNot } from '../access/access';
import { originOf, type Services } from '../context';
import { queryOf } from '../http/http';
import { isProven, sessionOf } from '../sign-in/sessions';
import { ConfirmationNeeded, messageOf } from '../trpc';
import { CALLBACK_PATH, connectThreads } from './connect-threads';
import type { ThreadsAppSetup } from './setup';

export const CONNECT_PATH = '/api/accounts/threads/connect';
/** The page that shows the result, by `connected` (an account's id) or `problem` (in words). */
const SETTINGS_PATH = '/settings/accounts';
/** To sign in at Threads, find the profile and read what is asked for. */
const STATE_LASTS_MS = 10 * 60_000;
const MAX_PROBLEM = 300;

export function isConnectPath(path: string): boolean {
  return path === CONNECT_PATH || path === CALLBACK_PATH;
}

/** Answers "Connect Threads": sends an admin to Threads, and takes them back with a code. For browsers alone. */
export function createConnectHandler(services: Services) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    try {
      if (request.method !== 'GET') throw refused('METHOD_NOT_SUPPORTED', 'Open this address in a browser.');
      services.limits.visit(request);
      const { threadsApp } = services.accounts;
      if (threadsApp === null)
        throw refused(
          'PRECONDITION_FAILED',
          'THREADS_APP_ID and THREADS_APP_SECRET are not set. Paste a token instead.',
        );
      const person = await adminOf(request, services);
      const answer = path === CONNECT_PATH ? sendToThreads : comeBack;
      redirect(response, await answer(services, threadsApp, request, person));
    } catch (error) {
      if (!(error instanceof TRPCError)) services.log.error({ error }, 'connecting a profile failed');
      const known = error instanceof TRPCError ? error : refused('INTERNAL_SERVER_ERROR', '');
      redirect(response, backTo({ problem: messageOf(known).slice(0, MAX_PROBLEM) }));
    }
  };
}

interface Person {
  readonly name: string;
  readonly sessionId: string;
  readonly provenAt: number | null;
}

/** @throws Where nobody is signed in, or somebody who is no admin. */
async function adminOf(request: IncomingMessage, services: Services): Promise<Person> {
  const session = await sessionOf(request, services);
  if (session === null) throw refused('UNAUTHORIZED', 'Sign in first.');
  const actor = userActor(session.user.email, session.user.role);
  if (!may(actor, 'admin')) throw refused('FORBIDDEN', whyNot(actor, 'admin'));
  return { name: actor.name, sessionId: session.id, provenAt: session.provenAt };
}

const connectQuery = z.object({ accountId: z.uuid().nullable() });

async function sendToThreads(
  { db, baseUrl, now }: Services,
  { appId, authorizeUrl }: ThreadsAppSetup,
  request: IncomingMessage,
  { sessionId, provenAt }: Person,
): Promise<string> {
  if (!isProven(provenAt, now())) throw new ConfirmationNeeded();
  const query = new URLSearchParams(queryOf(request));
  const { data } = connectQuery.safeParse({ accountId: query.get('accountId') });
  if (data === undefined) throw refused('BAD_REQUEST', 'accountId: needs the id of an account');
  const state = await storeConnectState(db, { sessionId, ...data }, now() + STATE_LASTS_MS);
  return threadsAuthorizeUrl({ appId, redirectUri: baseUrl + CALLBACK_PATH }, state, authorizeUrl);
}

async function comeBack(
  services: Services,
  app: ThreadsAppSetup,
  request: IncomingMessage,
  { name, sessionId }: Person,
): Promise<string> {
  const query = new URLSearchParams(queryOf(request));
  const state = await takeConnectState(services.db, query.get('state') ?? '', services.now());
  if (state === null || state.sessionId !== sessionId)
    throw refused(
      'BAD_REQUEST',
      'This answer from Threads was used already, is too old, or belongs to another session. Connect again.',
    );
  const code = query.get('code');
  if (code === null || code === '')
    throw refused(
      'BAD_REQUEST',
      query.get('error') === 'access_denied'
        ? 'Access was not granted at Threads.'
        : 'Threads sent no code. Connect again.',
    );
  const origin = originOf(request, services);
  const accountId = await connectThreads(services, app, {
    code,
    accountId: state.accountId,
    actor: name,
    origin,
  });
  return backTo({ connected: accountId });
}

function backTo(values: Readonly<Record<string, string>>): string {
  return `${SETTINGS_PATH}?${new URLSearchParams(values)}`;
}

function redirect(response: ServerResponse, location: string): void {
  // The address of the callback holds a code that no other page needs to see.
  response.writeHead(302, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  response.end();
}

function refused(code: TRPCError['code'], message: string): TRPCError {
  return new TRPCError({ code, message });
}
