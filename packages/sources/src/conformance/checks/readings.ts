import assert from 'node:assert/strict';
import { type Bench, type Check, failureOf, PATIENT, publish, readOne } from '../check';
import { ABSENT, replaceNumber } from '../replace-number';

const VIEWS = 918_273;
const INTERACTIONS = 64_738;

async function publishMarked({ subject, lookAlike }: Bench): Promise<string> {
  const postId = subject.postId(0);
  await lookAlike.put({ postId, views: VIEWS, interactions: INTERACTIONS });
  return postId;
}

const unreadable: readonly (readonly [name: string, value: unknown])[] = [
  ['absent', ABSENT],
  ['null', null],
  ['empty', ''],
  ['negative', -5],
  ['negative, as a string,', '-5'],
  ['fractional', 0.5],
];

export const readingChecks: readonly Check[] = [
  [
    'reads counters, with the time of the answer',
    async (bench) => {
      const postId = await publishMarked(bench);
      const before = Date.now();
      const reading = await readOne(bench, postId);
      assert.ok(reading.ok, JSON.stringify(reading));
      const { views, interactions, observedAt } = reading;
      assert.deepEqual({ views, interactions }, { views: VIEWS, interactions: INTERACTIONS });
      assert.ok(
        observedAt >= before && observedAt <= Date.now(),
        'observedAt has to be when the answer came',
      );
    },
  ],
  [
    'reads as many posts as one request can, in the order asked',
    async (bench) => {
      const { client, middle } = bench;
      const postIds = (await publish(bench, client.capabilities.postsPerRequest)).reverse();
      const readings = await client.read(postIds, PATIENT);
      assert.deepEqual(
        readings.map(({ postId }) => postId),
        postIds,
      );
      const views = readings.map((reading) => (reading.ok ? reading.views : reading.failure.detail));
      assert.deepEqual(
        views,
        postIds.map((_, index) => 1_000 + postIds.length - 1 - index),
      );
      assert.equal(middle.requests.length, 1, 'one call of read has to be one request');
    },
  ],
  [
    'tells a post that is gone from the others',
    async (bench) => {
      const { client, subject } = bench;
      const known = await publish(bench, client.capabilities.postsPerRequest - 1);
      const gone = subject.postId(known.length);
      const [first, ...others] = await client.read([gone, ...known], PATIENT);
      assert.ok(
        first !== undefined && !first.ok && first.failure.code === 'post_gone',
        JSON.stringify(first),
      );
      assert.deepEqual(
        others.map((reading) => reading.ok && reading.postId),
        known,
      );
    },
  ],
  [
    'reads numbers that come as strings',
    async (bench) => {
      const postId = await publishMarked(bench);
      bench.middle.rewrite((json) =>
        replaceNumber(replaceNumber(json, VIEWS, String(VIEWS)), INTERACTIONS, String(INTERACTIONS)),
      );
      const reading = await readOne(bench, postId);
      assert.ok(reading.ok, JSON.stringify(reading));
      assert.deepEqual([reading.views, reading.interactions], [VIEWS, INTERACTIONS]);
    },
  ],
  ...[VIEWS, INTERACTIONS].flatMap((number) =>
    unreadable.map(([name, value]): Check => {
      const counter = number === VIEWS ? 'views' : 'interactions';
      return [
        `takes no ${counter} that are ${name.replace(/,$/, '')} for a reading`,
        async (bench) => {
          const postId = await publishMarked(bench);
          bench.middle.rewrite((json) => replaceNumber(json, number, value));
          const failure = await failureOf(bench, postId);
          assert.equal(failure.code, 'no_reading', JSON.stringify(failure));
        },
      ];
    }),
  ),
  [
    'takes no words for a number',
    async (bench) => {
      const postId = await publishMarked(bench);
      bench.middle.rewrite((json) => replaceNumber(json, VIEWS, 'many'));
      await failureOf(bench, postId);
    },
  ],
];
