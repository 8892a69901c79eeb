import type { Random } from './random';

/** How the viewers of a simulated variant behave. */
export interface Audience {
  readonly viewsPerMinute: number;
  /**
   * What `viewsPerMinute` means. `average` (left out): views a minute on average over the first ten minutes, decaying
   * with a time constant of 300 s. `start`: views a minute at the posting, decaying with a time constant of 400 s.
   */
  readonly profile?: 'average' | 'start';
  /** Interactions a view, in the long run. */
  readonly engagementRate: number;
  /** From which second on views engage at another rate; those before still bring their reactions. */
  readonly change?: { readonly at: number; readonly engagementRate: number };
  /** Mean delay from a view to its reactions; 0: at once. */
  readonly lagSeconds: number;
  /** Standard deviation of the delay, which is lognormal then; left out: exponential. */
  readonly lagDeviation?: number;
  /** Whether one engaged viewer may react more than once (φ = 2). */
  readonly clustered: boolean;
  /** For some seconds there are several times as many views. */
  readonly burst?: { readonly at: number; readonly seconds: number; readonly factor: number };
  /** The second from which on nobody sees it. */
  readonly viewsStopAt?: number;
  /** The source refreshes its counters, views and interactions together, only so often; left out: every second. */
  readonly stepSeconds?: number;
}

const DECAY_SECONDS = { average: 300, start: 400 } as const;
/** How much busier the first second is than the average of the first ten minutes. */
const PEAK = 600 / (DECAY_SECONDS.average * (1 - Math.exp(-600 / DECAY_SECONDS.average)));
/** Reactions of an engaged viewer are geometric with this chance of stopping: mean 1.5, φ = E[k²] / E[k] = 2. */
const STOPS = 2 / 3;

/** Cumulative, as a source shows them. */
export interface Counters {
  readonly views: number;
  readonly interactions: number;
}

/** Yields the cumulative counters of a variant at the end of each second. */
export function* simulate(audience: Audience, seconds: number, random: Random): Generator<Counters> {
  const { clustered, stepSeconds = 1 } = audience;
  const delay = delayOf(audience, random);
  const reacting = new Uint32Array(seconds);
  let views = 0;
  let interactions = 0;
  let shown: Counters = { views, interactions };
  for (let second = 0; second < seconds; second += 1) {
    const seen = random.poisson(viewsIn(second, audience));
    views += seen;
    const engaged = random.binomial(seen, rateAt(second, audience) * (clustered ? STOPS : 1));
    for (let viewer = 0; viewer < engaged; viewer += 1) {
      const at = second + Math.floor(delay());
      if (at < seconds) reacting[at] = (reacting[at] ?? 0) + 1;
    }
    const now = reacting[second] ?? 0;
    for (let viewer = 0; viewer < now; viewer += 1) interactions += clustered ? random.geometric(STOPS) : 1;
    // Sources show no more interactions than views, which several reactions of a first viewer would be.
    if ((second + 1) % stepSeconds === 0) shown = { views, interactions: Math.min(views, interactions) };
    yield shown;
  }
}

function viewsIn(
  second: number,
  { viewsPerMinute, profile = 'average', burst, viewsStopAt }: Audience,
): number {
  if (viewsStopAt !== undefined && second >= viewsStopAt) return 0;
  const start = (viewsPerMinute / 60) * (profile === 'average' ? PEAK : 1);
  const bursts = burst !== undefined && second >= burst.at && second < burst.at + burst.seconds;
  return start * Math.exp(-second / DECAY_SECONDS[profile]) * (bursts ? burst.factor : 1);
}

function rateAt(second: number, { engagementRate, change }: Audience): number {
  return change !== undefined && second >= change.at ? change.engagementRate : engagementRate;
}

/** Draws when a viewer reacts, in seconds from the beginning of the second that brought the view. */
function delayOf({ lagSeconds, lagDeviation }: Audience, random: Random): () => number {
  if (lagSeconds === 0) return () => 0;
  // The viewers of a second are spread over it.
  if (lagDeviation === undefined) return () => random.uniform() - lagSeconds * Math.log1p(-random.uniform());
  const variance = Math.log1p((lagDeviation / lagSeconds) ** 2);
  const median = lagSeconds * Math.exp(-variance / 2);
  return () => random.uniform() + median * Math.exp(Math.sqrt(variance) * normal(random));
}

/** Draws a standard normal number (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log1p(-random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
