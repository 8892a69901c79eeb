import { type Audience, type Counters, createAudience } from './audience';
import type { SimulationClock } from './clock';
import { decodePostId, encodePostId } from './post-id';
import { seededRandom } from './random';
import { audienceOf, drawScenario, type ScenarioName } from './scenarios';
import type { AudienceSettings } from './settings';
import { type Criterion, firstHeld, holds } from './truth';

/** Counters set by hand, from one wall instant to another (null: still). */
interface Pin {
  readonly counters: Counters;
  readonly from: number;
  until: number | null;
}

export interface Post {
  readonly postId: string;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
  readonly settings: AudienceSettings;
  readonly audience: Audience;
  readonly pins: Pin[];
  /** Of the account that published it; null for the default profile. */
  readonly owner: number | null;
  /** How often its insights were answered. */
  reads: number;
  /** Epoch milliseconds; null while it is up. */
  deletedAt: number | null;
}

/** When the criterion was first true at the source, with the counters then; else null, with the counters now. */
export interface Truth {
  /** Epoch milliseconds, the first at which a reading would have shown it. */
  readonly firstTrueAt: number | null;
  readonly views: number;
  readonly interactions: number;
}

export interface NewPost {
  readonly postId?: string | undefined;
  readonly scenario?: ScenarioName | undefined;
  readonly audience?: AudienceSettings | undefined;
  /** Null, the default: the default profile. */
  readonly owner?: number | null;
}

export interface PostStore {
  /** Publishes with the audience given, or else with that of a scenario, drawn from the seed if none is named. */
  publish(wanted: NewPost): Post;
  /** Deleted posts too; null for an id that is not known. */
  find(postId: string): Post | null;
  /** The counters at a wall instant no earlier than the last one asked for. */
  read(post: Post, at: number): Counters;
  pin(post: Post, counters: Counters): void;
  release(post: Post): void;
  remove(post: Post): void;
  truth(post: Post, criterion: Criterion): Truth;
  size(): number;
}

/** Beyond this the oldest posts are forgotten; a demo left running for weeks must not grow forever. */
const MOST_POSTS = 100_000;
/** A post older than this is not taken up again after a restart. */
const REVIVED_FOR_MS = 24 * 60 * 60 * 1_000;

export function interactionsOf(counters: Counters): number {
  return counters.likes + counters.replies + counters.reposts + counters.quotes + counters.shares;
}

/** The posts of this server, all in memory. */
export function createPostStore({
  seed,
  now,
  clock,
}: {
  seed: string;
  now: () => number;
  clock: SimulationClock;
}): PostStore {
  const posts = new Map<string, Post>();
  const scenarioDraws = seededRandom(`${seed}:scenarios`);
  let sequence = 0;

  const audienceFor = (postId: string, settings: AudienceSettings) =>
    createAudience(settings, seededRandom(`${seed}:${postId}:audience`));
  const settingsFor = (postId: string, scenario: ScenarioName) =>
    audienceOf(scenario, seededRandom(`${seed}:${postId}:settings`));

  const keep = (postId: string, publishedAt: number, settings: AudienceSettings, owner: number | null) => {
    const audience = audienceFor(postId, settings);
    const post: Post = {
      postId,
      publishedAt,
      settings,
      audience,
      owner,
      pins: [],
      reads: 0,
      deletedAt: null,
    };
    posts.set(postId, post);
    if (posts.size > MOST_POSTS)
      for (const oldest of posts.keys()) {
        posts.delete(oldest);
        break;
      }
    return post;
  };

  const ageAt = (post: Post, wallAt: number) =>
    clock.simulatedAt(wallAt) - clock.simulatedAt(post.publishedAt);
  // A reading shows an event from the next whole millisecond on; the small allowance is for rounding in the division.
  const wallOf = (post: Post, ageMs: number) =>
    Math.ceil(clock.wallAt(clock.simulatedAt(post.publishedAt) + ageMs) - 1e-3);

  const read = (post: Post, at: number) => {
    const pin = post.pins.at(-1);
    if (pin !== undefined && pin.until === null) return pin.counters;
    post.audience.advanceTo(ageAt(post, at));
    return post.audience.counters;
  };

  return {
    publish({ postId, scenario, audience, owner = null }) {
      const publishedAt = now();
      const named = audience === undefined ? (scenario ?? drawScenario(scenarioDraws)) : null;
      sequence = (sequence + 1) % 1_000_000;
      const id = postId ?? encodePostId(seed, { publishedAt, scenario: named, sequence, owner });
      return keep(id, publishedAt, audience ?? settingsFor(id, named ?? 'average'), owner);
    },
    find(postId) {
      const known = posts.get(postId);
      if (known !== undefined) return known;
      const parts = decodePostId(seed, postId);
      if (parts === null || parts.scenario === null) return null;
      const age = now() - parts.publishedAt;
      if (age < 0 || age > REVIVED_FOR_MS) return null;
      return keep(postId, parts.publishedAt, settingsFor(postId, parts.scenario), parts.owner);
    },
    read,
    pin(post, counters) {
      const from = now();
      const last = post.pins.at(-1);
      if (last !== undefined) last.until ??= from;
      post.pins.push({ counters, from, until: null });
    },
    release(post) {
      const last = post.pins.at(-1);
      if (last !== undefined) last.until ??= now();
    },
    remove(post) {
      post.deletedAt ??= now();
    },
    truth(post, criterion) {
      // A fresh copy of the audience is walked, since the one that is served cannot go back.
      const audience = audienceFor(post.postId, post.settings);
      const endsAt = post.deletedAt ?? now();
      let from = post.publishedAt;
      for (const pin of [...post.pins, null]) {
        const until = pin?.from ?? endsAt;
        const hit =
          until > from ? firstHeld(audience, criterion, ageAt(post, from), ageAt(post, until)) : null;
        if (hit !== null) {
          const firstTrueAt = Math.max(from, wallOf(post, hit.ageMs));
          return { firstTrueAt, views: hit.views, interactions: hit.interactions };
        }
        if (pin === null) break;
        const views = pin.counters.views;
        const interactions = interactionsOf(pin.counters);
        if (holds(criterion, views, interactions)) return { firstTrueAt: pin.from, views, interactions };
        from = pin.until ?? endsAt;
      }
      const counters = read(post, endsAt);
      return { firstTrueAt: null, views: counters.views, interactions: interactionsOf(counters) };
    },
    size: () => posts.size,
  };
}
