import { clopperPearson, type ShareInterval } from './clopper-pearson';
import type { Estimate } from './estimate';
import { studentQuantile } from './student';

/** A variant that a rule would have killed, spared at random and watched to the end of its window. */
export interface SparedSession {
  /** Views when the rule asked for the kill. */
  readonly viewsAtVerdict: number;
  /** Views at the end of the window; null while it is running. */
  readonly viewsAtEnd: number | null;
  /** Currency units per view; null where the orchestrator named none. */
  readonly costPerView: number | null;
  /** Whether the variant recovered, so that killing it would have been a false kill; null while nobody can know. */
  readonly wasFalse: boolean | null;
}

/** What the spared variants say about the kills. */
export interface SparedReport {
  readonly precision: {
    readonly spared: number;
    /** Those of which it is known whether the verdict was false. */
    readonly judged: number;
    readonly falseVerdicts: number;
    /** False verdicts of those judged, with the 95% Clopper–Pearson interval; null while none is judged. */
    readonly falseShare: ShareInterval | null;
  };
  readonly avoided: Avoided;
}

/** Views and spend that the kills avoided, measured on the spared. `spared` counts those whose window has ended. */
export type Avoided =
  | { readonly known: false; readonly spared: number; readonly needed: number }
  | {
      readonly known: true;
      readonly spared: number;
      /** Views from verdict to the end of the window: the mean of a verdict. */
      readonly viewsPerKill: Estimate;
      /** Views that all kills avoided together. */
      readonly views: Estimate;
      /** What those views would have cost, in currency units; null where no spared session names a cost. */
      readonly spend: Estimate | null;
    };

/** A mean over fewer says little, since views are far from normal. */
const MIN_SPARED = 10;

/**
 * Measures the kills of rules by the verdicts that were spared. Verdicts are spared at random, so what happened to the
 * spared is what would have happened to the killed, on average.
 *
 * The intervals are 95% by Student's t, cut off at 0. That of `viewsPerKill` is for the mean. Those of `views` and `spend`
 * are for the sum over these very kills, so they are wider: they add the spread between the kills themselves to the
 * uncertainty of the mean (a prediction interval, with a factor of √(1/spared + 1/kills)). A session without a cost adds
 * no spend.
 * @param kills How many kill verdicts were carried out, at least 0.
 */
export function measureSpared(sessions: Iterable<SparedSession>, kills: number): SparedReport {
  const all = [...sessions];
  const judged = all.filter(({ wasFalse }) => wasFalse !== null).length;
  const falseVerdicts = all.filter(({ wasFalse }) => wasFalse === true).length;
  return {
    precision: {
      spared: all.length,
      judged,
      falseVerdicts,
      falseShare: judged === 0 ? null : clopperPearson(falseVerdicts, judged),
    },
    avoided: avoidedBy(all, kills),
  };
}

function avoidedBy(sessions: readonly SparedSession[], kills: number): Avoided {
  const complete = sessions.flatMap(({ viewsAtVerdict, viewsAtEnd, costPerView }) =>
    viewsAtEnd === null ? [] : [{ views: viewsAtEnd - viewsAtVerdict, costPerView }],
  );
  const spared = complete.length;
  if (spared < MIN_SPARED) return { known: false, spared, needed: MIN_SPARED };
  const views = complete.map((session) => session.views);
  const namesCost = complete.some(({ costPerView }) => costPerView !== null);
  return {
    known: true,
    spared,
    viewsPerKill: meanOf(views),
    views: totalOf(views, kills),
    spend: namesCost
      ? totalOf(
          complete.map((session) => session.views * (session.costPerView ?? 0)),
          kills,
        )
      : null,
  };
}

function meanOf(values: readonly number[]): Estimate {
  const { mean, deviation } = momentsOf(values);
  return estimate(mean, deviation * Math.sqrt(1 / values.length), values.length);
}

function totalOf(values: readonly number[], kills: number): Estimate {
  if (kills === 0) return { value: 0, low: 0, high: 0 };
  const { mean, deviation } = momentsOf(values);
  return estimate(kills * mean, kills * deviation * Math.sqrt(1 / values.length + 1 / kills), values.length);
}

function estimate(value: number, error: number, count: number): Estimate {
  const reach = studentQuantile(0.975, count - 1) * error;
  return { value, low: Math.max(0, value - reach), high: value + reach };
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
