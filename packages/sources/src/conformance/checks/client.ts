import assert from 'node:assert/strict';
import { answer, echo, hang } from '../behaviors';
import { type Check, expectCause, failureOf, PATIENT, publish, readOne, TOKEN } from '../check';

export const clientChecks: readonly Check[] = [
  [
    'says what it can do',
    async ({ client }) => {
      const { postsPerRequest, canRemove, callsPerDay, callsPerView, removalsPerDay } = client.capabilities;
      assert.ok(Number.isInteger(postsPerRequest) && postsPerRequest >= 1, 'postsPerRequest');
      assert.equal(typeof canRemove, 'boolean');
      for (const limit of [callsPerDay, callsPerView, removalsPerDay])
        assert.ok(limit === null || limit > 0, 'limits a day');
    },
  ],
  [
    'asks nothing where no post is asked for',
    async ({ client, middle }) => {
      assert.deepEqual(await client.read([], PATIENT), []);
      assert.equal(middle.requests.length, 0);
    },
  ],
  [
    'refuses more posts than one request can read, and asks nothing',
    async (bench) => {
      const { client, middle } = bench;
      const postIds = await publish(bench, client.capabilities.postsPerRequest + 1);
      const readings = await client.read(postIds, PATIENT);
      assert.deepEqual(
        readings.map(({ postId, ok }) => ({ postId, ok })),
        postIds.map((postId) => ({ postId, ok: false })),
      );
      assert.equal(middle.requests.length, 0);
    },
  ],
  ...['.', '..', '', '\ud800', '../me', 'a/b?c=d&e#f', '%2e%2e', '{postId}'].map(
    (postId): Check => [
      `survives the post id ${JSON.stringify(postId)}, and lets it lead nowhere else`,
      async (bench) => {
        await failureOf(bench, postId);
        const paths = bench.middle.requests.map(({ path }) => path);
        const astray = paths.find((path) => /\.\.(\/|$)|[?&]e(=|$)|\/b(\?|$)/.test(path));
        assert.equal(astray, undefined);
      },
    ],
  ),
  [
    'stops when its caller does',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(hang);
      const controller = new AbortController();
      const options = { ...PATIENT, signal: controller.signal };
      const reading = failureOf(bench, postId, options);
      controller.abort();
      expectCause(await reading, 'cancelled');
      expectCause(await failureOf(bench, postId, options), 'cancelled');
    },
  ],
  [
    'sends the token as a header, never in an address',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      await readOne(bench, postId);
      await bench.client.test(PATIENT);
      await bench.client.remove(postId, { ...PATIENT, wasRead: true });
      for (const { path, authorization } of bench.middle.requests) {
        assert.ok(!path.includes(TOKEN) && !path.includes(encodeURIComponent(TOKEN)), path);
        assert.equal(authorization, `Bearer ${TOKEN}`);
      }
    },
  ],
  ...[200, 302, 400, 401, 403, 404, 429, 500].map(
    (status): Check => [
      `keeps the token to itself when a ${status} echoes it`,
      async (bench) => {
        const [postId = ''] = await publish(bench, 1);
        for (const padding of [0, 100, 150, 170, 180, 190, 280]) {
          bench.middle.behave(echo(status, padding));
          const removal = await bench.client.remove(postId, { ...PATIENT, wasRead: true });
          const told = [await readOne(bench, postId), removal, await bench.client.test(PATIENT)];
          // A few characters of it would be too much already.
          for (const text of [TOKEN, encodeURIComponent(TOKEN)]) {
            assert.ok(!JSON.stringify(told).includes(text.slice(0, 8)), JSON.stringify(told));
          }
        }
      },
    ],
  ),
  [
    'tests its connection',
    async ({ client, middle }) => {
      assert.equal(await client.test(PATIENT), null);
      middle.behave(answer(401, ''));
      assert.equal((await client.test(PATIENT))?.code, 'token_invalid');
      middle.behave(answer(200, '<html>'));
      assert.notEqual(await client.test(PATIENT), null);
    },
  ],
  [
    'says what it knows of limits',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      await readOne(bench, postId);
      for (const figure of Object.values(bench.client.usage())) {
        assert.ok(figure === null || (Number.isFinite(figure) && figure >= 0), String(figure));
      }
    },
  ],
  [
    'can be closed twice, and reads nothing afterward',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      await readOne(bench, postId);
      await Promise.all([bench.client.close(), bench.client.close()]);
      assert.equal((await failureOf(bench, postId)).code, 'unavailable');
    },
  ],
];
