import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personWith } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';
import { ROUTES } from '../rest/routes';
import { ROLES, SCOPES } from './access';
import { type Access, accessDocument, accessTable } from './access-table';

let server: TestServer;
/** The headers of each column of the table. */
const credentials = new Map<string, Record<string, string>>();
beforeAll(async () => {
  const limits = { ...DEFAULT_LIMITS, anonymousCallsPerMinute: 10_000 };
  server = await startTestServer({ limits });
  for (const scope of SCOPES)
    credentials.set(scope, { authorization: `Bearer ${await server.keyFor(scope)}` });
  for (const role of ROLES) credentials.set(role, { cookie: (await personWith(server, role)).cookie });
});
afterAll(() => server.close());

/** Calls as a program in any language would, with an input that changes nothing: who may call is answered first. */
async function trpcStatus({ procedure, type }: Access, headers: Record<string, string>): Promise<number> {
  const abort = new AbortController();
  const response = await fetch(
    `${server.url}/api/trpc/${procedure}${type === 'mutation' ? '' : `?input=${NOTHING}`}`,
    {
      method: type === 'mutation' ? 'POST' : 'GET',
      headers: {
        origin: server.url,
        'content-type': 'application/json',
        ...(type === 'subscription' && { accept: 'text/event-stream' }),
        ...headers,
      },
      ...(type === 'mutation' && { body: '{"unknownField":1}' }),
      signal: abort.signal,
    },
  );
  const { status } = response;
  // A stream that was let in stays open, and reports a refusal in its first frame.
  const isRefused = type === 'subscription' && status === 200 ? await refusedInStream(response) : null;
  abort.abort();
  return isRefused ?? status;
}
const NOTHING = encodeURIComponent('{"unknownField":1}');

async function refusedInStream({ body }: Response): Promise<number | null> {
  if (body === null) throw new Error('a stream without a body');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const refused = /"httpStatus":(\d+)/.exec(text);
    if (refused !== null) return Number(refused[1]);
    if (/event: (?!connected)|\ndata: \{/.test(text)) return null;
  }
  return null;
}

async function restStatus({ procedure }: Access, headers: Record<string, string>): Promise<number | null> {
  const route = ROUTES[procedure];
  if (route === undefined) return null;
  const isGet = route.method === 'GET';
  const path = route.path.replaceAll(/\{\w+\}/g, 'x');
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: route.method,
    headers: { origin: server.url, 'content-type': 'application/json', ...headers },
    ...(!isGet && { body: '{"unknownField":1}' }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('every cell of the table', () => {
  it.each(accessTable().map((access) => ({ name: access.procedure, access })))(
    '$name',
    async ({ access }) => {
      const allowed: readonly string[] = [...access.scopes, ...access.roles];
      for (const [column, headers] of credentials) {
        for (const status of [await trpcStatus(access, headers), await restStatus(access, headers)]) {
          if (status === null) continue;
          if (allowed.includes(column))
            expect([column, [401, 403, 429].includes(status)]).toEqual([column, false]);
          else expect([column, status]).toEqual([column, 403]);
        }
      }
      expect(await trpcStatus(access, {})).toBe(401);
      expect(await restStatus(access, {})).toBe(access.type === 'subscription' ? null : 401);
    },
  );
});

it('has roles that grow, and no procedure that nobody or everybody may call', () => {
  for (const { scopes, roles } of accessTable()) {
    expect(scopes).toContain('admin');
    expect(scopes.length).toBeLessThanOrEqual(2);
    expect(roles).toContain('admin');
    if (roles.includes('viewer')) expect(roles).toContain('operator');
  }
});

it('is what the documentation says; `pnpm --filter @cull/api docs` writes it again', async () => {
  const written = await readFile(new URL('../../../../docs/access.md', import.meta.url), 'utf8');
  expect(written).toBe(accessDocument());
});
