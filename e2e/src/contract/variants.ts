import { z } from 'zod';
import { type Contract, instant } from './contract';
import { anId, aPosting, aSample, EXPECTED_RATE, posted } from './world';

const session = z.object({
  monitoringId: z.uuid(),
  variantId: z.string(),
  status: z.enum(['monitoring', 'killed', 'timed_out', 'stopped']),
  startedAt: instant,
  deadlineAt: instant,
  created: z.boolean(),
});

/** Every field of a posting. */
const whole = () =>
  aPosting({
    postedAt: new Date().toISOString(),
    campaignId: 'contract-campaign',
    content: 'The text',
    scheduledPosts: [{ id: 'next', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
    costPerView: 0.01,
  });

export const variants: readonly Contract[] = [
  {
    procedure: 'variants.posted',
    kind: 'mutation',
    scope: 'orchestrate',
    input: async () => whole(),
    answer: session.extend({ status: z.literal('monitoring'), created: z.literal(true) }),
    refusals: [
      {
        when: 'of another post while one is monitored',
        input: async () => aPosting({ variantId: await posted(), postId: 'another' }),
        code: 'CONFLICT',
        says: 'postId',
      },
      {
        when: 'with an expectation that is none',
        input: async () => aPosting({ expectedEngagementRate: 0 }),
        code: 'BAD_REQUEST',
        says: 'expectedEngagementRate',
      },
      {
        when: 'with an expectation to be learned from too few sessions',
        input: async () => aPosting({ personaId: anId('new'), expectedEngagementRate: 'auto' }),
        code: 'BAD_REQUEST',
        says: "expectedEngagementRate: 'auto' needs 20 completed sessions",
      },
      {
        when: 'without the post',
        input: async () => ({ variantId: anId('v'), personaId: 'p', expectedEngagementRate: EXPECTED_RATE }),
        code: 'BAD_REQUEST',
        says: 'postId',
      },
      {
        when: 'of a post of tomorrow',
        input: async () => aPosting({ postedAt: new Date(Date.now() + 86_400_000).toISOString() }),
        code: 'BAD_REQUEST',
        says: 'postedAt',
      },
    ],
  },
  {
    procedure: 'variants.postedMany',
    kind: 'mutation',
    scope: 'orchestrate',
    input: async () => ({
      variants: [
        whole(),
        aPosting({ expectedEngagementRate: 2 }),
        aPosting({ variantId: await posted(), postId: 'another' }),
      ],
    }),
    answer: z.object({
      results: z.tuple([
        session.extend({ ok: z.literal(true) }),
        z.object({
          ok: z.literal(false),
          index: z.literal(1),
          error: z.object({
            code: z.literal('BAD_REQUEST'),
            message: z.string().includes('expectedEngagementRate'),
          }),
        }),
        z.object({
          ok: z.literal(false),
          index: z.literal(2),
          error: z.object({ code: z.literal('CONFLICT'), message: z.string().includes('postId') }),
        }),
      ]),
    }),
    refusals: [
      {
        when: 'of more than 1,000',
        input: async () => ({ variants: Array.from({ length: 1_001 }, () => aPosting()) }),
        code: 'BAD_REQUEST',
        says: 'variants',
      },
    ],
  },
  {
    procedure: 'metrics.ingest',
    kind: 'mutation',
    scope: 'ingest',
    input: async () => {
      const variantId = await posted();
      const polled = await posted({ source: 'threads' });
      return {
        samples: [
          { ...aSample(variantId, 100, 6), breakdown: { likes: 4, replies: 2 } },
          aSample(variantId, 5, 6),
          aSample(anId('unheard-of'), 5, 1),
          aSample(polled, 5, 1),
        ],
      };
    },
    answer: z.object({
      accepted: z.literal(1),
      rejected: z.tuple([
        z.object({ index: z.literal(1), reason: z.string().regex(/^invalid: interactions:/) }),
        z.object({ index: z.literal(2), reason: z.string().startsWith('unknown_variant:') }),
        z.object({ index: z.literal(3), reason: z.string().startsWith('polled_source:') }),
      ]),
    }),
    refusals: [
      {
        when: 'of more than 5,000',
        input: async () => ({ samples: Array.from({ length: 5_001 }, () => aSample('x', 1, 0)) }),
        code: 'BAD_REQUEST',
        says: 'samples',
      },
    ],
  },
  {
    procedure: 'pool.list',
    kind: 'query',
    scope: 'read',
    input: async () => {
      const personaId = anId('pool');
      await posted({ personaId, scheduledPosts: [{ id: 'next', publishAt: '2099-01-01T00:00:00Z' }] });
      return { personaId };
    },
    answer: z.object({
      items: z.tuple([
        z.object({
          variantId: z.string(),
          personaId: z.string(),
          campaignId: z.string().nullable(),
          joinedAt: instant,
          scheduledPosts: z.tuple([z.object({ id: z.literal('next'), publishAt: instant })]),
        }),
      ]),
      nextCursor: z.null(),
    }),
  },
];
