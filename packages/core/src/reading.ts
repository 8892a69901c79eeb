import { advance, type EvidenceState, skip } from './evidence/state';
import type { EvidenceTerms } from './evidence/terms';
import type { Policy } from './policy';
import { type DataQuality, qualityOfRefusal, type SourceTrouble } from './safety';
import { refusalOf, type Sample, type SampleRefusal } from './sample';
import type { Progress, Session } from './session';

/**
 * What a check of the source brought. `waiting` and `frozen`: counters of an account whose interactions stand still,
 * which make nothing due yet, or never. `none`: nobody asked, only time has passed or the policy has changed.
 */
export type Reading =
  | { readonly kind: 'sample' | 'waiting' | 'frozen'; readonly sample: Sample }
  | { readonly kind: 'trouble'; readonly trouble: SourceTrouble }
  | { readonly kind: 'none' };

/** What is known of a session's counters. */
export type Counters = Pick<
  Progress,
  'sample' | 'lastInteractions' | 'evidence' | 'checks' | 'longestGapMs' | 'quality'
>;

/** What became of a reading. */
export interface Taken {
  readonly counters: Counters;
  /** Why it was not believed; null where it was, or where there was none. */
  readonly refusal: SampleRefusal | null;
  /** Whether it counts for breaches in a row. */
  readonly isNew: boolean;
}

/**
 * Believes a reading or refuses it, and moves the evidence on where it counts.
 * @param now Epoch milliseconds.
 */
export function takeReading(
  session: Session,
  known: Progress,
  reading: Reading,
  policy: Policy,
  terms: EvidenceTerms,
  now: number,
): Taken {
  const { sample: believed, lastInteractions, evidence: state, checks, longestGapMs } = known;
  const unchanged = { sample: believed, lastInteractions, evidence: state, checks, longestGapMs };
  if (reading.kind === 'trouble' || reading.kind === 'none') {
    const quality = aged(reading.kind === 'trouble' ? reading.trouble : known.quality, believed, policy, now);
    return { counters: { ...unchanged, quality }, refusal: null, isNew: false };
  }
  const { sample } = reading;
  const refusal = refusalOf(sample, { believed, lastInteractions, startedAt: session.startedAt, now });
  if (refusal !== null) {
    const quality = qualityOfRefusal(refusal);
    const lastSeen = quality === 'decreasing' ? sample.interactions : lastInteractions;
    const counters = { ...unchanged, lastInteractions: lastSeen, quality: quality ?? known.quality };
    return { counters, refusal, isNew: false };
  }
  const isFrozen = reading.kind === 'frozen';
  const counters: Counters = {
    sample,
    lastInteractions: sample.interactions,
    evidence: moved(state, reading.kind, sample, (sample.observedAt - session.startedAt) / 1000, terms),
    checks: checks + 1,
    longestGapMs: Math.max(longestGapMs, believed === null ? 0 : sample.observedAt - believed.observedAt),
    quality: isFrozen ? 'reactions_frozen' : aged(sample.views > 0 ? 'ok' : 'no_views', sample, policy, now),
  };
  return { counters, refusal, isNew: !isFrozen };
}

function moved(
  state: EvidenceState,
  kind: 'sample' | 'waiting' | 'frozen',
  sample: Sample,
  at: number,
  terms: EvidenceTerms,
): EvidenceState {
  switch (kind) {
    case 'sample':
      return advance(state, sample, at, terms);
    case 'waiting':
      return state;
    case 'frozen':
      return skip(state, sample, at);
  }
}

/** Good counters go stale with time; other troubles are worse and keep their name. */
function aged(quality: DataQuality, sample: Sample | null, policy: Policy, now: number): DataQuality {
  if (quality !== 'ok' || sample === null) return quality;
  return now - sample.observedAt > policy.staleAfterSeconds * 1000 ? 'stale' : 'ok';
}
