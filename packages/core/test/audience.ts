import type { Random } from './random';

/** How the viewers of a simulated variant behave. */
export interface Audience {
  /** Views a minute, on average over the first ten minutes; they decay with a mean of five. */
  readonly viewsPerMinute: number;
  /** Interactions a view, in the long run. */
  readonly engagementRate: number;
  /** Mean of the exponential delay from a view to its reactions; 0: at once. */
  readonly lagSeconds: number;
  /** Whether one engaged viewer may react more than once (φ = 2). */
  readonly clustered: boolean;
}

const DECAY_SECONDS = 300;
/** How much busier the first second is than the average of the first ten minutes. */
const PEAK = 600 / (DECAY_SECONDS * (1 - Math.exp(-600 / DECAY_SECONDS)));
/** Reactions of an engaged viewer are geometric with this chance of stopping: mean 1.5, φ = E[k²] / E[k] = 2. */
const STOPS = 2 / 3;

/** Cumulative, as a source shows them. */
export interface Counters {
  readonly views: number;
  readonly interactions: number;
}

/** The cumulative counters of a variant, second by second. */
export function* simulate(audience: Audience, seconds: number, random: Random): Generator<Counters> {
  const { viewsPerMinute, engagementRate, lagSeconds, clustered } = audience;
  const engaged = clustered ? engagementRate * STOPS : engagementRate;
  const waitsOn = lagSeconds === 0 ? 0 : Math.exp(-1 / lagSeconds);
  // The viewers of a second are spread over it, so that they have had half of it on average.
  const newWaitsOn = lagSeconds * (1 - waitsOn);
  let views = 0;
  let interactions = 0;
  let waiting = 0;
  for (let second = 0; second < seconds; second += 1) {
    const seen = random.poisson((viewsPerMinute / 60) * PEAK * Math.exp(-second / DECAY_SECONDS));
    views += seen;
    const newlyWaiting = random.binomial(seen, engaged);
    // The delay has no memory: of those who wait, the same share reacts in every second.
    const still = random.binomial(waiting, waitsOn) + random.binomial(newlyWaiting, newWaitsOn);
    const reacting = waiting + newlyWaiting - still;
    waiting = still;
    for (let viewer = 0; viewer < reacting; viewer += 1)
      interactions += clustered ? random.geometric(STOPS) : 1;
    // Sources show no more interactions than views, which several reactions of a first viewer would be.
    yield { views, interactions: Math.min(views, interactions) };
  }
}
