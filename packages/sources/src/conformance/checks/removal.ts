import assert from 'node:assert/strict';
import { answer, closeConnection, hang } from '../behaviors';
import { BRIEF, type Check, failureOf, PATIENT, publish, readOne } from '../check';

const known = { ...PATIENT, wasRead: true };
const unknown = { ...PATIENT, wasRead: false };

/** For adapters that can remove posts. */
export const removalChecks: readonly Check[] = [
  [
    'removes a post, so that it is gone',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      assert.ok((await readOne(bench, postId)).ok);
      assert.deepEqual(await bench.client.remove(postId, known), { ok: true, wasGone: false });
      assert.equal((await failureOf(bench, postId)).code, 'post_gone');
    },
  ],
  [
    'takes a post that it has read before for gone',
    async ({ client, subject }) => {
      assert.deepEqual(await client.remove(subject.postId(0), known), { ok: true, wasGone: true });
    },
  ],
  [
    'does not take a post that it has never read for gone',
    async ({ client, subject }) => {
      const removal = await client.remove(subject.postId(0), unknown);
      assert.equal(!removal.ok && removal.failure.code, 'not_permitted', JSON.stringify(removal));
    },
  ],
  [
    'keeps its deadline when it removes',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(hang);
      const removal = await bench.client.remove(postId, { ...BRIEF, wasRead: true });
      assert.equal(!removal.ok && removal.failure.code, 'unavailable');
    },
  ],
  ...[answer(200, '{}'), answer(200, '<html>'), answer(500, ''), answer(403, ''), closeConnection].map(
    (behavior, index): Check => [
      `takes no answer but success for a removal (${index + 1})`,
      async (bench) => {
        const [postId = ''] = await publish(bench, 1);
        bench.middle.behave(behavior);
        assert.equal((await bench.client.remove(postId, known)).ok, false);
        bench.middle.behave(null);
        assert.ok((await readOne(bench, postId)).ok, 'the post is still there');
      },
    ],
  ),
  [
    'tells a limit of removals from one of the account',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(answer(429, '', { 'retry-after': '60' }));
      const removal = await bench.client.remove(postId, known);
      assert.ok(!removal.ok && removal.failure.code === 'rate_limited', JSON.stringify(removal));
      assert.equal(removal.failure.scope, 'removals');
      assert.ok((removal.failure.retryAt ?? 0) > Date.now());
    },
  ],
];

/** For adapters that can only read. */
export const readOnlyChecks: readonly Check[] = [
  [
    'says that it removes nothing, and asks nothing',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      const removal = await bench.client.remove(postId, known);
      assert.equal(!removal.ok && removal.failure.code, 'not_permitted', JSON.stringify(removal));
      assert.equal(bench.middle.requests.length, 0);
    },
  ],
];
