import { describe, expect, it } from 'vitest';
import { threads } from '../../test/look-alikes';
import type { SourceClient, SourceReading } from '../port';
import { createSource } from '../registry';
import { conformanceChecks } from '.';

type Defect = (client: SourceClient, account: { readonly accessToken: string }) => Partial<SourceClient>;

const withReadings =
  (change: (readings: readonly SourceReading[]) => readonly SourceReading[]): Defect =>
  ({ read }) => ({ read: async (postIds, options) => change(await read(postIds, options)) });

const DEFECTS: readonly (readonly [check: string, adapter: string, defect: Defect])[] = [
  [
    'reads as many posts as one request can, in the order asked',
    'turns the order',
    withReadings((all) => all.toReversed()),
  ],
  [
    'reads as many posts as one request can, in the order asked',
    'asks for each post by itself',
    ({ read }) => ({
      read: async (postIds, options) =>
        (await Promise.all(postIds.map((postId) => read([postId], options)))).flat(),
    }),
  ],
  [
    'takes no views that are null for a reading',
    'makes a zero of nothing',
    withReadings((all) =>
      all.map(({ postId }) => ({ ok: true, postId, observedAt: Date.now(), views: 0, interactions: 0 })),
    ),
  ],
  [
    'tells a post that is gone from the others',
    'says nothing of posts that are gone',
    withReadings((all) => all.filter(({ ok }) => ok)),
  ],
  [
    'keeps the deadline of a source that hangs',
    'waits forever',
    () => ({ read: () => new Promise<never>(() => undefined) }),
  ],
  [
    'survives a connection that is closed',
    'rejects',
    ({ read }) => ({
      read: async (postIds, options) => {
        const readings = await read(postIds, options);
        if (readings.some(({ ok }) => !ok)) throw new Error('no connection');
        return readings;
      },
    }),
  ],
  [
    'keeps the token to itself when a 401 echoes it',
    'shows its token',
    ({ read }, { accessToken }) => ({
      read: async (postIds, options) => {
        const failure = { code: 'token_invalid', detail: `${accessToken} is wrong` } as const;
        return (await read(postIds, options)).map(({ postId }) => ({ ok: false, postId, failure }));
      },
    }),
  ],
  [
    'does not take a post that it has never read for gone',
    'takes everything for gone',
    () => ({ remove: async () => ({ ok: true, wasGone: true }) }),
  ],
  [
    'takes no answer but success for a removal (3)',
    'takes everything for a success',
    () => ({ remove: async () => ({ ok: true, wasGone: false }) }),
  ],
  [
    'refuses more posts than one request can read, and asks nothing',
    'takes any number of posts',
    (client) => ({ capabilities: { ...client.capabilities, postsPerRequest: 10 } }),
  ],
];

describe.concurrent('the conformance kit', () => {
  it.each(DEFECTS)('"%s" fails for an adapter that %s', async (name, _adapter, defect) => {
    const checks = conformanceChecks(
      {
        start: threads,
        postId: (number) => `post-${number}`,
        connect(account) {
          const client = createSource({ platform: 'threads', options: { batch: true }, ...account });
          return { ...client, ...defect(client, account) };
        },
      },
      { canRemove: true },
    );
    const check = checks.find((candidate) => candidate.name === name);
    await expect(check?.run()).rejects.toThrow();
  });
});
