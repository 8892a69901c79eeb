import { type Audience, type Random, seeded } from '@cull/core/testing';
import { PERSONAS } from '@cull/demo/personas';

/** A variant that somebody posted last week, and the audience that it met. */
export interface Post {
  /** From 0, in the order of time. */
  readonly number: number;
  readonly personaId: string;
  readonly campaignId: string;
  readonly content: string;
  /** (0, 1] */
  readonly expectedEngagementRate: number;
  readonly costPerView: number;
  readonly audience: Audience;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
const DAYS = 7;
/** When a team posts its campaigns, hours UTC. */
const WAVES = [
  { hour: 8.5, campaignId: 'autumn' },
  { hour: 13, campaignId: 'newcomers' },
  { hour: 18.25, campaignId: 'sprint' },
] as const;
const VARIANTS_OF_A_WAVE = [14, 24] as const;
const WAVE_MS = 240_000;
/** What is still live is the demo's. */
const QUIET_BEFORE_MS = 20 * 60_000;

/** How an audience takes a variant, as parts of the expected rate, and how often that is. */
const KINDS = [
  { weight: 5, ratio: [0.85, 1.3] },
  { weight: 3, ratio: [1.3, 2.2] },
  { weight: 4, ratio: [0.12, 0.45] },
  { weight: 2, ratio: [0, 0.08] },
  { weight: 2, ratio: [0.9, 1.4], later: [0, 0.25] },
  { weight: 1, ratio: [0.2, 0.4], later: [1, 1.6] },
  { weight: 1, ratio: [0.5, 0.7] },
] as const satisfies readonly { weight: number; ratio: Range; later?: Range }[];
type Range = readonly [from: number, to: number];

/**
 * Plans the week before an instant: three campaigns a day, on four personas.
 * @param now Epoch milliseconds; the last post has ended by then.
 * @returns In the order of time; the same for the same `now` and `seed`.
 */
export function planWeek(now: number, seed: number): readonly Post[] {
  const random = seeded(seed);
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const posts: Omit<Post, 'number'>[] = [];
  for (let day = DAYS; day >= 0; day -= 1) {
    for (const { hour, campaignId } of WAVES) {
      const at = today - day * DAY_MS + hour * HOUR_MS;
      if (at < now - DAYS * DAY_MS || at > now - QUIET_BEFORE_MS) continue;
      const count = Math.round(between(random, VARIANTS_OF_A_WAVE));
      for (let one = 0; one < count; one += 1)
        posts.push(postOf(random, campaignId, Math.round(at + random.uniform() * WAVE_MS)));
    }
  }
  return posts
    .toSorted((one, other) => one.startedAt - other.startedAt)
    .map((post, number) => ({ ...post, number }));
}

function postOf(random: Random, campaignId: string, startedAt: number): Omit<Post, 'number'> {
  const { id, texts, expectedEngagementRate, costPerView } = pick(random, PERSONAS);
  return {
    personaId: id,
    campaignId,
    content: pick(random, texts),
    expectedEngagementRate,
    costPerView,
    audience: audienceOf(random, expectedEngagementRate),
    startedAt,
  };
}

function audienceOf(random: Random, expected: number): Audience {
  const kind = pickByWeight(random);
  const later =
    'later' in kind
      ? {
          change: { at: between(random, [120, 360]), engagementRate: between(random, kind.later) * expected },
        }
      : {};
  return {
    // From a quiet post to one that is on its way to many, with most in between.
    viewsPerMinute: Math.round(40 * 20 ** random.uniform()),
    engagementRate: between(random, kind.ratio) * expected,
    lagSeconds: 7.5,
    clustered: false,
    ...later,
  };
}

function pickByWeight(random: Random) {
  let rest = random.uniform() * KINDS.reduce((sum, { weight }) => sum + weight, 0);
  for (const kind of KINDS) {
    rest -= kind.weight;
    if (rest < 0) return kind;
  }
  return KINDS[0];
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random.uniform() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function between(random: Random, [from, to]: Range): number {
  return from + random.uniform() * (to - from);
}
