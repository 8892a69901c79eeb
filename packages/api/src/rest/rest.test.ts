import { Validator } from '@seriousme/openapi-schema-validator';
import type { AnyTRPCRouter } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ADMIN_KEY, aVariant, startTestServer, type TestServer } from '../../test/server';
import { appRouter } from '../router';
import { restProcedures } from './procedures';
import { pathFields, ROUTES } from './routes';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface CallOptions {
  readonly body?: unknown;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As a program would that knows nothing but HTTP. */
async function call(method: string, path: string, { body, key = ADMIN_KEY, headers = {} }: CallOptions = {}) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
}

const refusal = (code: string, message: unknown = expect.any(String)) => ({ error: { code, message } });

/** The fields of a schema that say nothing of themselves, at any depth, with the way to each. */
function silentFields(schema: z.core.JSONSchema.JSONSchema | boolean | undefined, path: string): string[] {
  if (typeof schema !== 'object') return [];
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = schema;
  const own = Object.entries(properties).flatMap(([field, inner]) => {
    const isSilent = typeof inner !== 'object' || inner.description === undefined;
    return [...(isSilent ? [`${path}.${field}`] : []), ...silentFields(inner, `${path}.${field}`)];
  });
  const below = [...(Array.isArray(items) ? items : [items]), additionalProperties, ...anyOf, ...oneOf];
  return [...own, ...below.flatMap((inner) => silentFields(inner, path))];
}

describe('every procedure', () => {
  it('says of each field of its input what it is', () => {
    const silent = restProcedures().flatMap(({ name, input }) => silentFields(input ?? undefined, name));
    expect([...new Set(silent)]).toEqual([]);
  });

  it('but the subscriptions has a route of its own', () => {
    const router: AnyTRPCRouter = appRouter;
    const names = Object.entries<{ _def: { type: string } }>(router._def.procedures)
      .filter(([, { _def }]) => _def.type !== 'subscription')
      .map(([name]) => name);
    expect(Object.keys(ROUTES).sort()).toEqual(names.sort());
    const places = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(restProcedures())('$name has the fields of its path, and refuses nobody', async (procedure) => {
    for (const field of pathFields(procedure.route))
      expect(procedure.input?.properties).toHaveProperty(field);
    const path = procedure.route.path.replaceAll(/\{\w+\}/g, 'x');
    const body = procedure.route.method === 'GET' ? undefined : {};
    const refused = await call(procedure.route.method, path, { key: null, body });
    expect([refused.status, refused.body]).toEqual([401, refusal('UNAUTHORIZED')]);
  });

  it.each(restProcedures())('$name needs the scope that its documentation names', async (procedure) => {
    const others = ['read', 'ingest', 'orchestrate', 'control'].filter((scope) => scope !== procedure.scope);
    const path = procedure.route.path.replaceAll(/\{\w+\}/g, 'x');
    const body = procedure.route.method === 'GET' ? undefined : {};
    const refused = await call(procedure.route.method, path, { key: await server.keyFor(...others), body });
    expect([refused.status, refused.body]).toEqual([
      403,
      refusal('FORBIDDEN', expect.stringContaining(`needs the scope ${procedure.scope},`)),
    ]);
    const key = await server.keyFor(procedure.scope);
    expect((await call(procedure.route.method, path, { key, body })).status).not.toBe(403);
  });
});

describe('an orchestrator without tRPC', () => {
  it('posts, pushes, reads, kills by hand and sees why', async () => {
    const { variantId, ...variant } = aVariant({ variantId: 'über/uns ?1' });
    const posted = await call('POST', '/variants', { body: { variantId, ...variant } });
    expect(posted).toMatchObject({ status: 200, body: { variantId, status: 'monitoring', created: true } });
    const samples = [{ variantId, views: 100, interactions: 6, observedAt: new Date().toISOString() }];
    expect((await call('POST', '/metrics', { body: { samples } })).body).toEqual({
      accepted: 1,
      rejected: [],
    });
    const place = `/monitoring/${encodeURIComponent(variantId)}`;
    expect((await call('GET', place)).body).toMatchObject({ variantId, status: 'monitoring' });
    const { body } = await call('GET', `/monitoring?personaId=${variant.personaId}&limit=1&sort=newest`);
    expect(body).toMatchObject({ items: [{ variantId }] });
    expect((await call('POST', `${place}/kill`, { body: { reason: 'wrong picture' } })).body).toMatchObject({
      status: 'killed',
      killReason: 'manual',
    });
    expect((await call('GET', `${place}/explanation`)).status).toBe(200);
    const decisions = await call('GET', '/decisions?outcome=killed');
    expect(decisions.body).toMatchObject({ items: [{ variantId, reason: 'manual' }] });
    const values = { killRatio: 0.4 };
    const scope = { type: 'persona', id: 'rest' };
    expect((await call('PUT', '/thresholds', { body: { scope, values, note: 'try' } })).status).toBe(200);
    expect((await call('GET', '/thresholds/effective?personaId=rest')).body).toMatchObject({ values });
  });
});

describe('a wrong call', () => {
  it.each([
    { name: 'no such path', method: 'GET', path: '/nothing', status: 404, says: '/api/v1/docs' },
    { name: 'another method', method: 'PUT', path: '/metrics', status: 405, says: 'does not accept PUT' },
    {
      name: 'a body that is no JSON',
      method: 'POST',
      path: '/metrics',
      body: '{',
      status: 400,
      says: 'valid JSON',
    },
    {
      name: 'a body that is a list',
      method: 'POST',
      path: '/metrics',
      body: [],
      status: 400,
      says: 'object',
    },
    {
      name: 'an unknown field in the body',
      method: 'POST',
      path: '/variants',
      body: { color: 1 },
      status: 400,
      says: 'color',
    },
    {
      name: 'an unknown field in the query',
      method: 'GET',
      path: '/pool?color=1',
      status: 400,
      says: 'color',
    },
    {
      name: 'a field where there are none',
      method: 'GET',
      path: '/system?a=1',
      status: 400,
      says: 'a: is not',
    },
    {
      name: 'a field twice',
      method: 'GET',
      path: '/monitoring?limit=1&limit=2',
      status: 400,
      says: 'limit: must appear only once',
    },
    {
      name: 'text for a number',
      method: 'GET',
      path: '/monitoring?limit=many',
      status: 400,
      says: 'limit: ',
    },
    { name: 'an empty number', method: 'GET', path: '/monitoring?limit=', status: 400, says: 'limit: ' },
    { name: 'a broken escape', method: 'GET', path: '/monitoring/%E0%A4', status: 400, says: 'variantId: ' },
    { name: 'an unknown variant', method: 'GET', path: '/monitoring/nobody', status: 404, says: 'nobody' },
  ])('with $name is refused', async ({ method, path, body, status, says }) => {
    const refused = await call(method, path, { body });
    expect([refused.status, refused.body]).toEqual([
      status,
      { error: { code: expect.any(String), message: expect.stringContaining(says) } },
    ]);
  });

  it('with another content type, or a body beyond the limit, is refused', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await call('POST', '/metrics', { body: '{}', headers })).toEqual({
      status: 415,
      body: refusal('UNSUPPORTED_MEDIA_TYPE', 'content-type: is text/plain, needs to be application/json'),
    });
    const huge = JSON.stringify({ samples: 'x'.repeat(5_000_001) });
    expect((await call('POST', '/metrics', { body: huge })).status).toBe(413);
  });
});

describe('the OpenAPI document', () => {
  it('is sound, and needs no key', async () => {
    const { status, body } = await call('GET', '/openapi.json', { key: null });
    expect(status).toBe(200);
    const validator = new Validator();
    expect(await validator.validate(structuredClone(body))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has every route with its scope, its fields and what it answers', async () => {
    const { body } = await call('GET', '/openapi.json');
    for (const { name, route, scope } of restProcedures()) {
      expect(body).toHaveProperty(['paths', route.path, route.method.toLowerCase()], {
        ...z.record(z.string(), z.unknown()).parse(operationAt(body, route.path, route.method.toLowerCase())),
        operationId: name,
        description: `Needs the scope \`${scope}\`.`,
      });
    }
    expect(operationAt(body, '/monitoring/{variantId}/kill', 'post')).toMatchObject({
      parameters: [{ name: 'variantId', in: 'path', required: true }],
      requestBody: { content: { 'application/json': { schema: { required: ['reason'] } } } },
    });
    expect(operationAt(body, '/monitoring', 'get')).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'limit', in: 'query' })]),
    });
    expect(body['x-subscriptions']).toContainEqual({
      name: 'live.events',
      url: `${server.url}/api/trpc/live.events`,
    });
  });
});

function operationAt(document: unknown, path: string, method: string): unknown {
  const paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(document);
  return paths.paths[path]?.[method];
}
