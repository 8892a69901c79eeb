import type { CheckContext } from './check-context';
import { literalMaturedViews, maturedViews } from './evidence/state';
import { evidenceTerms } from './evidence/terms';
import { levelNeeded } from './evidence/verdict';
import { formatCount, formatDuration } from './format';
import type { Policy } from './policy';
import { deadlineOf, type Progress, type Session } from './session';
import { dueToJudge } from './statistics/evidence';

export const TIME_OUT_VERDICTS = ['passed', 'not_enough_data', 'no_data'] as const;
/**
 * What a time-out means. `passed`: a rule could have killed the variant and did not. `not_enough_data`: no rule could
 * have, whatever the variant did. `no_data`: there was no usable reading.
 */
export type TimeOutVerdict = (typeof TIME_OUT_VERDICTS)[number];

export interface TimeOut {
  readonly verdict: TimeOutVerdict;
  /** Views from which some rule could judge the variant; null where no rule runs. */
  readonly viewsNeeded: number | null;
  /** The longest time without a believed reading, in seconds. */
  readonly longestGapSeconds: number;
  /** Whether that is longer than the policy asks for. */
  readonly checkedLessOften: boolean;
}

/** Returns what the time-out of a session means. */
export function timeOutOf(
  session: Session,
  progress: Progress,
  policy: Policy,
  context: CheckContext,
): TimeOut {
  const { sample, longestGapMs } = progress;
  const judges = judgesOf(session, progress, policy, context);
  const lastGapMs = sample === null ? 0 : deadlineOf(session, policy) - sample.observedAt;
  const longestGapSeconds = Math.max(longestGapMs, lastGapMs, 0) / 1000;
  const verdict = judges.some(({ views, needed }) => views >= needed) ? 'passed' : 'not_enough_data';
  return {
    verdict: (sample?.views ?? 0) === 0 ? 'no_data' : verdict,
    viewsNeeded: judges.length === 0 ? null : Math.ceil(Math.min(...judges.map(({ needed }) => needed))),
    longestGapSeconds,
    checkedLessOften: sample !== null && longestGapSeconds > policy.maxCheckIntervalSeconds + ANSWER_SECONDS,
  };
}

/** A check that was made in time has its answer a little later. */
const ANSWER_SECONDS = 1;

/** A rule that runs: the views that it counts, and those from which it could kill. */
interface Judge {
  readonly views: number;
  readonly needed: number;
}

/**
 * Returns the rules that run. By evidence it takes the views that make enough interactions due to judge a silent variant;
 * by the literal rule those at which the minimum of interactions is below the kill threshold.
 */
function judgesOf(
  session: Session,
  { sample, evidence: state }: Progress,
  policy: Policy,
  { interactionsStep }: CheckContext,
): readonly Judge[] {
  if (policy.mode === 'off' || sample === null) return [];
  const { belowThreshold, evidence, drop, killRatio, minInteractions, minViews } = policy;
  const terms = evidenceTerms(policy, session.expectedLow ?? session.expectedEngagementRate, 0);
  const judges: Judge[] = [];
  if (belowThreshold.enabled) {
    const delayed = belowThreshold.reactionDelaySeconds > 0;
    const views = delayed ? literalMaturedViews(state) : sample.views - state.skipped;
    judges.push({ views, needed: minInteractions / (killRatio * session.expectedEngagementRate) });
  }
  if (evidence.enabled && !interactionsStep) {
    const due = dueToJudge(levelNeeded(terms, drop.action)) * terms.dispersion;
    judges.push({ views: maturedViews(state), needed: due / terms.healthyLine });
  }
  return judges.map(({ views, needed }) => ({ views, needed: Math.max(needed, minViews) }));
}

/**
 * Returns a time-out in a sentence or two.
 * @param windowMs Length of the window, extensions included.
 * @param hold A kill that a rule asked for and that was not carried out.
 */
export function explainTimeOut(
  { verdict, viewsNeeded, longestGapSeconds, checkedLessOften }: TimeOut,
  windowMs: number,
  { mode, maxCheckIntervalSeconds }: Policy,
  hold: string | null,
): string {
  const after = formatDuration(windowMs);
  const unjudged = mode === 'off' ? 'the policy is off' : 'every rule is off';
  const meaning = {
    passed:
      hold === null
        ? `Passed after ${after}: no rule had a reason to kill.`
        : `Passed after ${after}, though a rule asked for a kill: ${hold}.`,
    not_enough_data:
      viewsNeeded === null
        ? `Passed after ${after}, not judged: ${unjudged}.`
        : `Passed after ${after}, not enough data: it takes ${formatCount(viewsNeeded)} views that count to judge it.`,
    no_data: `No data: the window of ${after} ended without a usable reading.`,
  }[verdict];
  return checkedLessOften
    ? `${meaning} It was checked less often than the policy asks: up to ${formatCount(longestGapSeconds)} s apart instead of ${maxCheckIntervalSeconds} s.`
    : meaning;
}
