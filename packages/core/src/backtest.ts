import { type Ending, evaluate } from './evaluate';
import type { Policy } from './policy';
import { isBelow } from './ratio';
import { killThreshold, warnThreshold } from './risk';
import { engagementRate, type Sample } from './sample';
import { deadlineOf, NO_PROGRESS, type Session } from './session';

/** A session's readings as they were recorded, in the order of time. */
export interface Recording {
  readonly session: Session;
  readonly samples: Iterable<Sample>;
  /** Until when there were looks all the time, epoch milliseconds; of the time after, only what was read is known. */
  readonly until: number;
}

/** What a policy would have done with a recorded session. */
export interface Replay {
  readonly ending: Ending | null;
  /** When, epoch milliseconds; null where the recording ends before the window. */
  readonly endedAt: number | null;
  /** The sample that the ending was decided on. */
  readonly endingSample: Sample | null;
  /** The last one of the recording: what became of the variant. */
  readonly lastSample: Sample | null;
  /** Looks that were taken. */
  readonly looks: number;
}

/**
 * Replays a recording through the live engine's own `evaluate`, from posting to ending.
 *
 * Only readings that differ from the one before are recorded, and checks are up to the policy's longest gap apart. Where
 * `lookEveryMs` is given, that gap, the same counters are checked again that often between two readings that lie further apart, so
 * that what depends on time (breaches in a row, warm-up) happens when it would have happened.
 *
 * Modes and the spare group are passed over: a policy in shadow or approve is replayed as if it killed. So are the
 * blast radius, siblings, and accounts that are frozen or step, which depend on what else was live.
 */
export function replay(recording: Recording, policy: Policy, lookEveryMs: number | null): Replay {
  const { until } = recording;
  // What was recorded was confirmed before it was believed: it is taken at its word, as what is pushed.
  const session: Session = { ...recording.session, source: 'push' };
  const acting: Policy =
    policy.mode === 'off' || policy.mode === 'auto'
      ? { ...policy, holdoutRate: 0 }
      : { ...policy, mode: 'auto', holdoutRate: 0 };
  const looksEndAt = Math.min(until, deadlineOf(session, policy)) + 1;
  let progress = NO_PROGRESS;
  let ending: Ending | null = null;
  let endingSample: Sample | null = null;
  let endedAt: number | null = null;
  let lastSample: Sample | null = null;
  let looks = 0;
  const look = (sample: Sample) => {
    looks += 1;
    const evaluation = evaluate(session, progress, { kind: 'sample', sample }, acting, sample.observedAt);
    progress = evaluation.progress;
    if (evaluation.ending === null) return;
    ending = evaluation.ending;
    endingSample = sample;
    endedAt = sample.observedAt;
  };
  const repeatBefore = (sample: Sample, before: number) => {
    if (lookEveryMs === null) return;
    for (let at = sample.observedAt + lookEveryMs; at < before && ending === null; at += lookEveryMs) {
      look({ ...sample, observedAt: at });
    }
  };
  for (const sample of recording.samples) {
    if (lastSample !== null) repeatBefore(lastSample, Math.min(sample.observedAt, looksEndAt));
    if (ending === null) look(sample);
    lastSample = sample;
  }
  if (lastSample !== null) repeatBefore(lastSample, looksEndAt);
  return { ending, endedAt, endingSample, lastSample, looks };
}

/** How two policies would have treated the same recording. */
export interface Comparison {
  readonly before: Replay;
  readonly after: Replay;
  /** `killed`: by the second policy alone; `spared`: by the first alone. */
  readonly effect: 'killed' | 'spared' | 'both' | 'neither';
  /** Whether a variant that the second policy kills came back by the end of the recording. */
  readonly recovered: boolean;
  /** Whether the second policy kills a variant that never got to the interactions that its literal rule needs. */
  readonly silentLoser: boolean;
  /** Whether the second policy lets a variant time out whose rate is below its kill threshold by then. */
  readonly missed: boolean;
}

/** Replays a recording under two policies; see `replay`. */
export function compare(
  recording: Recording & { readonly samples: readonly Sample[] },
  policies: { readonly before: Policy; readonly after: Policy },
  lookEveryMs: number | null,
): Comparison {
  const before = replay(recording, policies.before, lookEveryMs);
  const after = replay(recording, policies.after, lookEveryMs);
  const kills = [before, after].map(({ ending }) => ending?.outcome === 'killed');
  const effect = kills[0] ? (kills[1] ? 'both' : 'spared') : kills[1] ? 'killed' : 'neither';
  const recovered = kills[1] === true && hasRecovered(recording.session, after.lastSample, policies.after);
  return {
    before,
    after,
    effect,
    recovered,
    silentLoser:
      kills[1] === true && (after.endingSample?.interactions ?? 0) < policies.after.minInteractions,
    missed:
      after.ending?.outcome === 'timed_out' && endsBelow(recording.session, after.lastSample, policies.after),
  };
}

function endsBelow(session: Session, last: Sample | null, policy: Policy): boolean {
  const rate = last === null ? null : engagementRate(last);
  return rate !== null && isBelow(rate, killThreshold(session, policy));
}

/**
 * Whether a kill was false, given what came after it: with enough interactions, the rate of the whole
 * time is back at the warn threshold or above, so that by then nobody would even have warned of it.
 * @param later The last reading after the kill.
 */
export function hasRecovered(
  session: Pick<Session, 'expectedEngagementRate'>,
  later: Sample | null,
  policy: Policy,
): boolean {
  if (later === null || later.interactions < policy.minInteractions) return false;
  const rate = engagementRate(later);
  return rate !== null && !isBelow(rate, warnThreshold(session, policy));
}
