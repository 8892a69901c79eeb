import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, startTestServer, type TestServer } from '../../test/server';
import { restProcedures } from './procedures';
import { pathFields } from './routes';

const CALLS_EACH = 40;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** What programs send when something went wrong in them. */
const nonsense = fc.oneof(
  fc.constantFrom(
    null,
    '',
    ' ',
    -1,
    0,
    1e308,
    -0.5,
    2 ** 53,
    '0',
    'NaN',
    'Infinity',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '\0',
    '\ud800',
    "'; DROP TABLE variants; --",
    '../../etc/passwd',
    '__proto__',
    [],
    {},
    [null],
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.integer(),
  fc.double(),
  fc.constant('x'.repeat(100_000)),
);

async function isRefusedWell(response: Response, sent: unknown): Promise<void> {
  const text = await response.text();
  // A query may be answered with an empty list; what matters is that nothing broke and nothing was told.
  expect([response.status < 500, text], JSON.stringify(sent)?.slice(0, 500)).toEqual([
    true,
    expect.not.stringMatching(/node_modules|\.ts:\d+|\bat \w+ \(|SELECT |INSERT /),
  ]);
}

describe('malformed calls', { timeout: 120_000 }, () => {
  it.each(restProcedures())('of $name are refused, whatever is in them', async ({ name, route, input }) => {
    const fields = Object.keys(input?.properties ?? {});
    const withKnownFields = fc.record(Object.fromEntries(fields.map((field) => [field, nonsense])), {
      requiredKeys: [],
    });
    const inputs = fc.oneof(withKnownFields, nonsense);
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(inputs, text, async (sent, part) => {
        await isRefusedWell(
          await server.call(name, sent, { method: route.method === 'GET' ? 'GET' : 'POST' }),
          sent,
        );
        const path = pathFields(route).reduce(
          (filled, field) => filled.replace(`{${field}}`, encodeURIComponent(part)),
          `${server.url}/api/v1${route.path}`,
        );
        const isGet = route.method === 'GET';
        const query = isGet ? `?${new URLSearchParams(asFields(sent))}` : '';
        const response = await fetch(`${path}${query}`, {
          method: route.method,
          headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
          ...(!isGet && { body: JSON.stringify(sent) }),
        });
        await isRefusedWell(response, sent);
      }),
      { numRuns: CALLS_EACH, seed: 20_261_123 },
    );
  });

  it('have stored nothing', async () => {
    const { prisma } = server.db;
    expect([
      await prisma.variant.count(),
      await prisma.variantMonitoring.count(),
      await prisma.decision.count(),
      await prisma.policyHistory.count(),
      await prisma.halt.count(),
    ]).toEqual([0, 0, 0, 0, 0]);
  });
});

function asFields(sent: unknown): Record<string, string> {
  if (typeof sent !== 'object' || sent === null) return { field: String(sent).slice(0, 2_000) };
  return Object.fromEntries(
    Object.entries(sent).map(([field, value]) => [
      field,
      (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 2_000),
    ]),
  );
}
