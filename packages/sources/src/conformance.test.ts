import { describe, it } from 'vitest';
import { threads, threadsAgent, x } from '../test/look-alikes';
import { type ConformanceSubject, conformanceChecks } from './conformance';
import { createSource, type SourcePlatform } from './registry';

function describeConformance(
  name: string,
  platform: SourcePlatform,
  options: object,
  { start, postId }: Pick<ConformanceSubject, 'start' | 'postId'>,
) {
  const subject: ConformanceSubject = {
    start,
    postId,
    connect: (account) => createSource({ platform, options, ...account }),
  };
  describe.concurrent(`the adapter for ${name}`, () => {
    for (const check of conformanceChecks(subject, { canRemove: platform === 'threads' })) {
      it(check.name, check.run);
    }
  });
}

const postId = (number: number) => `post-${number}`;
const tweetId = (number: number) => String(1_893_000_000_000_000_000n + BigInt(number));

describeConformance('Threads', 'threads', {}, { start: threads, postId });
describeConformance('Threads in batches', 'threads', { batch: true }, { start: threads, postId });
describeConformance(
  'the earlier system',
  'http',
  { preset: 'threads-agent' },
  { start: threadsAgent, postId },
);
describeConformance('X', 'http', { preset: 'x' }, { start: x, postId: tweetId });
