import { z } from 'zod';
import { accessOf } from './access';
import { DEFAULT_ACCOUNT_ID } from './accounts';
import { answerCall, type GraphCall, type GraphContext, routeOf } from './graph';
import { invalidParameter, type Reply } from './graph-errors';
import { usageHeaders } from './usage-headers';

/** A request to the Graph face with its parameters from query and body in one. */
export interface GraphRequest extends GraphCall {
  readonly bearerToken: string | null;
}

/** An answer, and how long it is to be held back (milliseconds; Infinity: forever). */
export interface TimedReply {
  readonly route: string;
  readonly delayMs: number;
  /** Asked for once the delay is over, so that a slow answer carries the counters of that moment. */
  answer(): Reply;
  /** Headers that tell how much of the limits is used, after the answer. */
  usage(): Readonly<Record<string, string>>;
}

const MAX_BATCH_CALLS = 50;

const batchSchema = z
  .array(
    z.object({
      method: z.enum(['GET', 'POST', 'DELETE']),
      relative_url: z.string().min(1),
      body: z.string().optional(),
    }),
  )
  .min(1)
  .max(MAX_BATCH_CALLS);

/** Works out what a request gets: one call's answer, or those of a batch in the order asked. */
export function answerGraph(context: GraphContext, request: GraphRequest): TimedReply {
  const accessToken = request.parameters.get('access_token') ?? request.bearerToken;
  const batch = request.path === '/' && request.method === 'POST' ? request.parameters.get('batch') : null;
  if (batch === null) {
    const { route, objectId } = routeOf(request);
    return timed(context, route, [objectId], accessToken, () => answerCall(context, request, accessToken));
  }
  const calls = parseBatch(batch);
  if (calls === null) {
    const refusal = invalidParameter(
      `Param batch must be a JSON array of 1 to ${MAX_BATCH_CALLS} objects with method and relative_url.`,
    );
    return timed(context, 'batch', [], accessToken, () => refusal);
  }
  const objectIds = calls.map((call) => routeOf(call).objectId);
  const withHeaders = request.parameters.get('include_headers') !== 'false';
  return timed(context, 'batch', objectIds, accessToken, () =>
    answerBatch(context, calls, accessToken, withHeaders),
  );
}

function timed(
  context: GraphContext,
  route: string,
  objectIds: readonly string[],
  accessToken: string | null,
  answer: () => Reply,
): TimedReply {
  const { accounts, faults, rateWindow, now } = context;
  const bearer = accessToken === null ? null : accounts.byToken(accessToken);
  return {
    route,
    delayMs: faults.delayOf(objectIds, bearer?.account.accountId ?? DEFAULT_ACCOUNT_ID),
    answer: () => {
      const permit = accessOf(accounts, accessToken, now());
      if ('refusal' in permit) return permit.refusal;
      return faults.refusalOfRequest(permit.access.caller) ?? answer();
    },
    usage: () => (bearer === null ? {} : usageHeaders(bearer.account, rateWindow)),
  };
}

function answerBatch(
  context: GraphContext,
  calls: readonly GraphCall[],
  accessToken: string | null,
  withHeaders: boolean,
): Reply {
  const answers = calls.map((call) => {
    const reply = answerCall(context, call, call.parameters.get('access_token') ?? accessToken);
    const answer = { code: reply.status, body: reply.body };
    return withHeaders ? { ...answer, headers: headersOf(reply) } : answer;
  });
  return { status: 200, body: JSON.stringify(answers) };
}

function headersOf({ retryAfterSeconds }: Reply): object[] {
  const type = { name: 'Content-Type', value: 'application/json; charset=UTF-8' };
  return retryAfterSeconds === undefined
    ? [type]
    : [type, { name: 'Retry-After', value: String(retryAfterSeconds) }];
}

function parseBatch(text: string): GraphCall[] | null {
  const parsed = batchSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return parsed.data.map(({ method, relative_url, body }) => {
    const [path = '', query = ''] = relative_url.split('?', 2);
    const parameters = new URLSearchParams(body === undefined ? query : `${query}&${body}`);
    return { method, path: path.replace(/^\/?(v\d+\.\d+\/)?/, '/'), parameters };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
