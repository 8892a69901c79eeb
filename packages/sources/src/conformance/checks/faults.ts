import assert from 'node:assert/strict';
import { answer, answerWithoutEnd, closeConnection, closeInTheBody, hang, hangInTheBody } from '../behaviors';
import { BRIEF, type Check, expectCause, failureOf, publish } from '../check';
import type { Behavior } from '../middle';

const unavailable = (name: string, behavior: Behavior, cause: string): Check => [
  name,
  async (bench) => {
    const [postId = ''] = await publish(bench, 1);
    bench.middle.behave(behavior);
    const options = cause === 'timeout' ? BRIEF : undefined;
    expectCause(await failureOf(bench, postId, options), cause);
  },
];

const unusable = (name: string, behavior: Behavior): Check => [
  name,
  async (bench) => {
    const [postId = ''] = await publish(bench, 1);
    bench.middle.behave(behavior);
    const { code } = await failureOf(bench, postId);
    assert.ok(code === 'malformed' || code === 'no_reading', `malformed was expected, not ${code}`);
  },
];

const coded = (status: number, code: string): Check => [
  `reads ${status} as ${code}`,
  async (bench) => {
    const [postId = ''] = await publish(bench, 1);
    bench.middle.behave(answer(status, ''));
    assert.equal((await failureOf(bench, postId)).code, code);
  },
];

export const faultChecks: readonly Check[] = [
  unavailable('keeps the deadline of a source that hangs', hang, 'timeout'),
  unavailable('keeps the deadline of a source that hangs in its answer', hangInTheBody, 'timeout'),
  unavailable('survives a connection that is closed', closeConnection, 'network'),
  unavailable('survives a connection that is closed in the answer', closeInTheBody, 'network'),
  unavailable('reads 500 as a fault of the source', answer(500, '<html>'), 'server_error'),
  unavailable('reads 503 as a fault of the source', answer(503, ''), 'server_error'),
  [
    'follows no redirect',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(answer(302, '', { location: `${bench.middle.url}/elsewhere` }));
      expectCause(await failureOf(bench, postId), 'redirect');
      assert.equal(bench.middle.requests.length, 1, 'the target of a redirect must not be asked');
    },
  ],
  unusable('survives garbage', answer(200, '<html><body>Sorry')),
  unusable('survives an empty answer', answer(200, '')),
  unusable('survives an answer that is null', answer(200, 'null')),
  unusable('survives an answer that is a number', answer(200, '7')),
  unusable('survives an answer of another shape', answer(200, '{"a":[{"b":{}}]}')),
  unusable('ends an answer that has no end', answerWithoutEnd),
  coded(401, 'token_invalid'),
  coded(403, 'not_permitted'),
  [
    'reads 429 as a limit, with its time',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(answer(429, '', { 'retry-after': '7' }));
      const before = Date.now();
      const failure = await failureOf(bench, postId);
      assert.ok(failure.code === 'rate_limited', JSON.stringify(failure));
      assert.equal(failure.scope, 'account');
      const wait = (failure.retryAt ?? 0) - before;
      assert.ok(wait >= 7_000 && wait <= 7_000 + Date.now() - before + 1, `7 s were told, not ${wait} ms`);
    },
  ],
  [
    'reads 429 without a time as such',
    async (bench) => {
      const [postId = ''] = await publish(bench, 1);
      bench.middle.behave(answer(429, ''));
      const failure = await failureOf(bench, postId);
      assert.ok(failure.code === 'rate_limited' && failure.retryAt === null, JSON.stringify(failure));
    },
  ],
];
