import { advance, correct, type EvidenceState, skip } from './evidence/state';
import type { EvidenceTerms } from './evidence/terms';
import type { Policy } from './policy';
import { type DataQuality, qualityOfRefusal, type SourceTrouble } from './safety';
import { doubtAfter, refusalOf, type Sample, type SampleRefusal } from './sample';
import type { Progress, Session } from './session';

/**
 * What a check of the source brought. `waiting` and `frozen`: counters of an account whose interactions stand still,
 * which make nothing due yet, or never. `none`: nobody asked, only time has passed or the policy has changed; the next check is
 * planned for `dueAt`, epoch milliseconds.
 */
export type Reading =
  | { readonly kind: 'sample' | 'waiting' | 'frozen'; readonly sample: Sample }
  | { readonly kind: 'trouble'; readonly trouble: SourceTrouble }
  | { readonly kind: 'none'; readonly dueAt?: number };

/** Returns why a session's reading must not be used; null for a sound one. */
export function refusalFor(
  { startedAt, source }: Pick<Session, 'startedAt' | 'source'>,
  { sample: believed, doubt, lastInteractions }: Progress,
  sample: Sample,
  now: number,
): SampleRefusal | null {
  // What was pushed is the orchestrator's own word: there is nobody to ask again.
  const canConfirm = source !== 'push';
  return refusalOf(sample, { believed, doubt, lastInteractions, startedAt, now, canConfirm });
}

/** What is known of a session's counters. */
export type Counters = Pick<
  Progress,
  'sample' | 'doubt' | 'lastInteractions' | 'evidence' | 'checks' | 'longestGapMs' | 'quality'
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
  const { sample: believed, doubt, lastInteractions, evidence: state, checks, longestGapMs } = known;
  const { startedAt } = session;
  const unchanged = { sample: believed, doubt, lastInteractions, evidence: state, checks, longestGapMs };
  if (reading.kind === 'none')
    return {
      counters: { ...unchanged, quality: aged(known.quality, believed, policy, now, reading.dueAt) },
      refusal: null,
      isNew: false,
    };
  if (reading.kind === 'trouble') {
    const quality = afterTrouble(known.quality, reading.trouble, believed, startedAt, policy, now);
    return { counters: { ...unchanged, quality }, refusal: null, isNew: false };
  }
  const { sample } = reading;
  const refusal = refusalFor(session, known, sample, now);
  if (refusal !== null) {
    const told = qualityOfRefusal(refusal);
    const counters = {
      ...unchanged,
      doubt: isDoubtful(refusal) ? doubtAfter(doubt, sample, believed) : doubt,
      lastInteractions: told === 'decreasing' ? sample.interactions : lastInteractions,
      quality: afterRefusal(known, told, startedAt, policy, now),
    };
    return { counters, refusal, isNew: false };
  }
  const isFrozen = reading.kind === 'frozen';
  const counters: Counters = {
    sample,
    doubt: null,
    lastInteractions: sample.interactions,
    evidence:
      believed !== null && sample.views < believed.views
        ? correct(state, sample)
        : moved(state, reading.kind, sample, (sample.observedAt - startedAt) / 1000, terms),
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

/** Whether later readings can hold what this one showed. */
function isDoubtful(refusal: SampleRefusal): boolean {
  return refusal === 'decreasing_views' || refusal === 'absurd_jump';
}

/** A fall that the next reading doesn't show is no news; one that it shows as well is. */
function afterRefusal(
  { quality, sample, doubt, lastInteractions }: Progress,
  told: DataQuality | null,
  startedAt: number,
  policy: Policy,
  now: number,
): DataQuality {
  if (told === 'impossible') return afterTrouble(quality, told, sample, startedAt, policy, now);
  if (told !== 'decreasing' || sample === null) return aged(quality, sample, policy, now);
  const wasFalling =
    (doubt !== null && doubt.views < sample.views) ||
    (lastInteractions !== null && lastInteractions < sample.interactions);
  return wasFalling ? 'decreasing' : aged(quality, sample, policy, now);
}

/** A reading may be missing for this much longer than two checks are apart. */
const GRACE_SECONDS = 5;

/**
 * One reading that is missing says nothing about those before it: they stay good for a while. What a source says for sure
 * of a post without any reading is told at once.
 */
function afterTrouble(
  known: DataQuality,
  trouble: SourceTrouble | 'impossible',
  believed: Sample | null,
  startedAt: number,
  policy: Policy,
  now: number,
): DataQuality {
  const isSure = trouble === 'post_gone' || trouble === 'token_invalid' || trouble === 'no_counters';
  if (believed === null && isSure) return trouble;
  const quietSeconds = policy.maxCheckIntervalSeconds + GRACE_SECONDS;
  return now - (believed?.observedAt ?? startedAt) <= quietSeconds * 1000 ? known : trouble;
}

/**
 * Good counters go stale with time; other troubles are worse and keep their name. While nobody was to ask, age says nothing of the
 * source.
 */
function aged(
  quality: DataQuality,
  sample: Sample | null,
  { staleAfterSeconds }: Policy,
  now: number,
  dueAt = Number.NEGATIVE_INFINITY,
): DataQuality {
  if (quality !== 'ok' || sample === null) return quality;
  const goodUntil = Math.max(sample.observedAt + staleAfterSeconds * 1000, dueAt + GRACE_SECONDS * 1000);
  return now <= goodUntil ? 'ok' : 'stale';
}
