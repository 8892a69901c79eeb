import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { CONTRACTS, SUBSCRIPTIONS } from '../src/contract';
import { type Contract, SCOPES, STATUS_OF } from '../src/contract/contract';
import { anId, aPosting, aSample, posted } from '../src/contract/world';
import { mutate, query } from '../src/orchestrator';
import { type Answer, call, callTogether } from '../src/plain-http';
import { PRODUCT } from '../src/product';

const TELLS_OF_THE_INSIDE = /node_modules|\.ts:\d+|\bat \w+ \(|SELECT |INSERT |stack/;

function expectRefused({ status, data, error, text }: Answer, code: keyof typeof STATUS_OF, says: string) {
  expect([status, data]).toEqual([STATUS_OF[code], null]);
  expect(error).toMatchObject({
    message: expect.stringContaining(says),
    data: { code, httpStatus: STATUS_OF[code] },
  });
  expect(text).not.toMatch(TELLS_OF_THE_INSIDE);
}

const inputOf = async ({ input }: Contract) => input?.();

const openApiSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
  'x-subscriptions': z.array(z.object({ name: z.string() })),
});

test('every procedure of the product has its contract here', async () => {
  const response = await fetch(`${PRODUCT.url}/api/v1/openapi.json`);
  const { paths, 'x-subscriptions': streams } = openApiSchema.parse(await response.json());
  const offered = Object.values(paths).flatMap((path) => Object.values(path));
  const names = [...offered.map(({ operationId }) => operationId), ...streams.map(({ name }) => name)];
  const covered = [...CONTRACTS.map(({ procedure }) => procedure), ...SUBSCRIPTIONS];
  expect(covered.sort()).toEqual(names.sort());
});

for (const contract of CONTRACTS) {
  const { procedure, kind, scope, answer, refusals = [] } = contract;
  test.describe(procedure, () => {
    test('answers with the fields of the contract', async () => {
      const { status, data, text } = await call(kind, procedure, await inputOf(contract));
      expect(status, text).toBe(200);
      const { error } = answer.safeParse(data);
      expect(error === undefined ? '' : z.prettifyError(error), text).toBe('');
    });

    test('is for nobody without a key, and for no key without the scope', async () => {
      expectRefused(await call(kind, procedure, {}, null), 'UNAUTHORIZED', 'API key');
      expectRefused(await call(kind, procedure, {}, 'cull_unknown'), 'UNAUTHORIZED', 'API key');
      const others = SCOPES.filter((other) => other !== scope && other !== 'admin');
      const { key } = await mutate('keys.create', { name: anId('others'), scopes: others });
      expectRefused(await call(kind, procedure, {}, String(key)), 'FORBIDDEN', `scope ${scope}`);
    });

    if (contract.input !== undefined) {
      test('refuses a field that it does not know, by its name', async () => {
        const answered = await call(kind, procedure, { unheardOf: 1 });
        expectRefused(answered, 'BAD_REQUEST', 'unheardOf');
      });
    }

    for (const { when, input, code, says } of refusals) {
      test(`${code} ${when}`, async () => {
        expectRefused(await call(kind, procedure, await input()), code, says);
      });
    }
  });
}

test('a posting again meets the same session', async () => {
  const posting = aPosting();
  const first = await mutate('variants.posted', posting);
  const second = await mutate('variants.posted', posting);
  expect(second).toEqual({ ...first, created: false });
  expect(await mutate('variants.postedMany', { variants: [posting] })).toEqual({
    results: [{ ok: true, ...second }],
  });
});

test('an automatic kill is in every place that reports it', async () => {
  const personaId = anId('killed');
  const variantId = await posted({ personaId });
  const at = new Date().toISOString();
  await mutate('metrics.ingest', { samples: [{ ...aSample(variantId, 1_000, 12), observedAt: at }] });
  await expect
    .poll(async () => (await query('monitoring.status', { variantId }))['latency'])
    .toMatchObject({ observedAt: at, decidedAt: expect.any(String), completedAt: expect.any(String) });
  expect(await query('monitoring.status', { variantId })).toMatchObject({
    status: 'killed',
    killReason: 'below_threshold',
    finalViews: 1_000,
    finalInteractions: 12,
    finalEngagementRate: 0.012,
    // And one for each channel that another test has added.
    killSteps: expect.arrayContaining([
      expect.objectContaining({ kind: 'remove_from_pool', state: 'done', error: null }),
      expect.objectContaining({ kind: 'cancel_scheduled_posts', state: 'done', error: null }),
    ]),
  });
  expect(await query('pool.list', { personaId })).toMatchObject({ items: [] });
  expect(await query('decisions.list', { variantId })).toMatchObject({
    items: [{ variantId, outcome: 'killed', reason: 'below_threshold', actor: 'engine' }],
  });
  const after = await mutate('metrics.ingest', { samples: [aSample(variantId, 1_001, 12)] });
  expect(after['rejected']).toEqual([]);
});

test('queries of one request are answered one by one', async () => {
  const variantId = await posted();
  const { status, answers } = await callTogether([
    { procedure: 'monitoring.status', input: { variantId } },
    { procedure: 'monitoring.status', input: { variantId: anId('unheard-of') } },
    { procedure: 'pool.list', input: { personaId: 1 } },
  ]);
  expect(status).toBe(207);
  expect(answers).toMatchObject([
    { data: { variantId }, error: null },
    { error: { data: { code: 'NOT_FOUND' } } },
    { error: { message: expect.stringContaining('personaId'), data: { code: 'BAD_REQUEST' } } },
  ]);
});

test('what there is not is not found', async () => {
  expectRefused(await call('query', 'monitoring.nothing', {}), 'NOT_FOUND', 'monitoring.nothing');
});
