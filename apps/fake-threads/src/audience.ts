import { exponential, gammaWithMeanOne, type Random } from './random';
import { createReactionQueue, REACTIONS, type Reaction, reactionFor } from './reactions';
import type { AudienceSettings } from './settings';

/** What the source has counted so far. */
export type Counters = { views: number } & Record<Reaction, number>;

/** The stream of views and reactions of one post, walked forward in time. */
export interface Audience {
  /** As of the last step; the same object all along. */
  readonly counters: Readonly<Counters>;
  interactions(): number;
  /** Age of the post (milliseconds) at which something happens next; Infinity once nothing will. */
  nextAt(): number;
  /** Lets that next thing happen. */
  step(): void;
  /** Lets everything up to and including this age happen. An age already passed changes nothing. */
  advanceTo(ageMs: number): void;
}

/** A burst lasts this long; each stretch draws its own factor. */
const BURST_MS = 20_000;
/** After so many halvings, one view in a million is missing: the stream ends. */
const HALVINGS = 20;

/**
 * Simulates the audience of one post.
 *
 * Views are an inhomogeneous Poisson stream: the rate halves every `decayMinutes` and is multiplied by a gamma
 * distributed factor for each burst stretch. Everything is drawn in the order of events, never in the order of looks,
 * so that the counters at an age depend on nothing but settings and random stream. Only the next view and the
 * reactions under way are kept.
 *
 * One viewer can react in several ways, so that a young post may have more interactions than views, as at the real source.
 */
export function createAudience(settings: AudienceSettings, random: Random): Audience {
  const counters: Counters = { views: 0, likes: 0, replies: 0, reposts: 0, quotes: 0, shares: 0 };
  const pending = createReactionQueue();
  const halfLifeMs = settings.decayMinutes * 60_000;
  const timeConstant = halfLifeMs / Math.LN2;
  const endsAt = HALVINGS * halfLifeMs;
  const startRate = settings.expectedViewsPerMinute / 60_000;
  let interactions = 0;
  let burstEndsAt = 0;
  let burstFactor = 0;
  let viewAt = Number.POSITIVE_INFINITY;

  const openBurst = (from: number) => {
    if (from >= endsAt) {
      burstEndsAt = Number.POSITIVE_INFINITY;
      viewAt = Number.POSITIVE_INFINITY;
      return;
    }
    burstEndsAt = from + BURST_MS;
    burstFactor = gammaWithMeanOne(random, settings.burstiness);
    drawView(from);
  };

  // Inverts the integral of the decaying rate, so that a view costs one draw however the rate changes.
  const drawView = (from: number) => {
    const total = startRate * burstFactor * timeConstant;
    const left = Math.exp(-from / timeConstant) - exponential(random, 1) / total;
    const at = left > 0 ? -timeConstant * Math.log(left) : Number.POSITIVE_INFINITY;
    viewAt = at < burstEndsAt ? Math.max(at, from) : Number.POSITIVE_INFINITY;
  };

  const view = () => {
    const at = viewAt;
    counters.views += 1;
    const { drop, clusterMean } = settings;
    const rate =
      drop !== null && at >= drop.afterSeconds * 1_000 ? drop.engagementRate : settings.engagementRate;
    // One engaged viewer brings clusterMean interactions, so that the rate stays what the settings say.
    if (random() < rate / clusterMean) engage(at);
    drawView(at);
  };

  const engage = (at: number) => {
    const others = REACTIONS.length - 1;
    let size = 1;
    if (settings.clusterMean > 1) {
      for (let i = 0; i < others; i += 1) if (random() < (settings.clusterMean - 1) / others) size += 1;
    }
    const first = reactionFor(random());
    for (let i = 0; i < size; i += 1) {
      const delay = exponential(random, settings.reactionLagSeconds * 1_000);
      pending.add({ at: at + delay, kind: (first + i) % REACTIONS.length });
    }
  };

  const react = () => {
    const reaction = REACTIONS[pending.take()?.kind ?? 0];
    if (reaction === undefined) return;
    counters[reaction] += 1;
    interactions += 1;
  };

  const nextAt = () => Math.min(viewAt, burstEndsAt, pending.nextAt());
  const step = () => {
    const at = nextAt();
    if (at === Number.POSITIVE_INFINITY) return;
    if (at === viewAt) view();
    else if (at === burstEndsAt) openBurst(at);
    else react();
  };

  openBurst(0);
  return {
    counters,
    interactions: () => interactions,
    nextAt,
    step,
    advanceTo(ageMs) {
      while (nextAt() <= ageMs) step();
    },
  };
}
