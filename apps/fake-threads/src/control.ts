import { z } from 'zod';
import {
  accountUpdateSchema,
  describeAccount,
  newAccountSchema,
  unknownTokensSchema,
} from './account-control';
import { type ControlContext, type Handlers, parse } from './control-http';
import { FAULT_KINDS, faultSchema } from './fault';
import { HttpError } from './http';
import { appSchema } from './oauth';
import { POST_HANDLERS } from './post-control';
import { rateLimitSchema } from './rate-window';
import { SCENARIOS } from './scenarios';

const speedSchema = z.strictObject({ speed: z.number().gt(0).max(10_000) });
const clearSchema = z.object({ kind: z.enum(FAULT_KINDS).optional(), accountId: z.string().optional() });

const HANDLERS: Handlers = {
  ...POST_HANDLERS,
  'GET accounts': ({ accounts }) => ({
    accounts: accounts.created().map((account) => describeAccount(accounts, account)),
  }),
  'POST accounts': ({ accounts }, { body }) => {
    const { accountId, username, ...changes } = parse(newAccountSchema, body);
    return describeAccount(accounts, accounts.create(accountId, username, changes));
  },
  'GET accounts/:id': ({ accounts }, { id }) => {
    const account = accounts.find(id);
    if (account === null) throw new HttpError(404, `There is no account ${id}.`);
    return describeAccount(accounts, account);
  },
  'PUT accounts/:id': ({ accounts }, { id, body }) =>
    describeAccount(accounts, accounts.update(id, parse(accountUpdateSchema, body))),
  'PUT unknown-tokens': ({ accounts }, { body }) => {
    const { refused } = parse(unknownTokensSchema, body);
    accounts.refuseUnknownTokens(refused);
    return { refused };
  },
  'PUT app': ({ oauth }, { body }) => {
    const app = parse(appSchema, body);
    oauth.setApp(app);
    return { appId: app.appId };
  },
  'DELETE app': ({ oauth }) => {
    oauth.setApp(null);
    return {};
  },
  'PUT faults': ({ faults }, { body }) => {
    faults.set(parse(faultSchema, body));
    return { faults: faults.list() };
  },
  'DELETE faults': ({ faults }, { query }) => {
    const { kind, accountId } = parse(clearSchema, Object.fromEntries(query));
    faults.clear(kind, accountId);
    return { faults: faults.list() };
  },
  'GET faults': ({ faults }) => ({ faults: faults.list() }),
  'PUT rate-limit': ({ rateWindow }, { body }) => {
    const limit = parse(rateLimitSchema, body);
    rateWindow.setLimit(limit);
    return limit;
  },
  'DELETE rate-limit': ({ rateWindow }) => {
    rateWindow.setLimit(null);
    return {};
  },
  'PUT speed': ({ clock }, { body }) => {
    clock.setSpeed(parse(speedSchema, body).speed);
    return { speed: clock.speed() };
  },
  'GET speed': ({ clock }) => ({ speed: clock.speed() }),
  'GET scenarios': () => ({ scenarios: SCENARIOS }),
};

/**
 * Answers a request to the control face.
 *
 * @param path - Below `/_sim/`.
 * @throws HttpError with 400 for a body that does not fit, 404 for an unknown path, post or account, 409 for
 *   one that exists.
 */
export async function answerControl(
  context: ControlContext,
  request: { method: string; path: string; query: URLSearchParams; body: unknown },
): Promise<object> {
  const [head = '', id = '', ...tail] = request.path.split('/');
  const hasId = ['posts', 'accounts'].includes(head) && id !== '';
  const pattern = hasId ? [head, ':id', ...tail].join('/') : request.path;
  const handler = HANDLERS[`${request.method} ${pattern}`];
  if (handler === undefined)
    throw new HttpError(404, `Nothing answers ${request.method} /_sim/${request.path}.`);
  return handler(context, { id, query: request.query, body: request.body });
}
