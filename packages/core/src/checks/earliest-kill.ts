import { mostDropEvidence } from '../evidence/drops';
import { stillPending } from '../evidence/maturity';
import type { EvidenceState } from '../evidence/state';
import type { EvidenceTerms } from '../evidence/terms';
import { couldBeDrop, levelNeeded } from '../evidence/verdict';
import type { Policy } from '../policy';
import { isBelow } from '../ratio';
import type { Sample } from '../sample';
import { logEvidence } from '../statistics/evidence';

/** Views may come this many times as fast as lately without any kill coming later. */
export const PACE_MARGIN = 3;

/** What decides how soon a variant could be killed: its last believed reading and the terms it is judged by. */
export interface KillOutlook {
  readonly sample: Sample;
  readonly evidence: EvidenceState;
  readonly expected: number;
  readonly startedAt: number;
  readonly policy: Policy;
  readonly terms: EvidenceTerms;
  /** Views a second lately. */
  readonly rate: number;
  /** Whether the rules that count what is due can tell anything for this account. */
  readonly countsDue: boolean;
}

/**
 * Returns whether any rule could ask for a kill this long after the last reading, if no interaction came in the meantime and views
 * came three times as fast as lately. It never says no where a check at every second would have killed; it says yes too early
 * at times. Once true it stays true for any longer time.
 * @param seconds After the last reading, from 0.
 */
export function couldBeKilled(outlook: KillOutlook, seconds: number): boolean {
  const { sample, policy, startedAt, rate } = outlook;
  if (policy.mode === 'off') return false;
  if (sample.observedAt + seconds * 1000 - startedAt < policy.warmupSeconds * 1000) return false;
  const newViews = PACE_MARGIN * rate * seconds;
  if (sample.views + newViews < policy.minViews) return false;
  return (
    literalRuleCould(outlook, seconds, newViews) ||
    (outlook.countsDue &&
      (evidenceCould(outlook, seconds, newViews) || dropCould(outlook, seconds, newViews)))
  );
}

/** With fewer than the interactions asked for, those that are missing may come at any moment. */
function literalRuleCould(outlook: KillOutlook, seconds: number, newViews: number): boolean {
  const { sample, evidence, expected, policy, terms } = outlook;
  if (!policy.belowThreshold.enabled) return false;
  const counted =
    policy.belowThreshold.reactionDelaySeconds === 0
      ? sample.views - evidence.skipped + newViews
      : maturedAfter(outlook, seconds, newViews, evidence.literalPending, terms.literalDelaySeconds);
  const interactions = Math.max(sample.interactions, policy.minInteractions);
  return counted > 0 && isBelow(interactions / counted, policy.killRatio * expected);
}

function evidenceCould(outlook: KillOutlook, seconds: number, newViews: number): boolean {
  const { evidence, policy, terms } = outlook;
  if (!policy.evidence.enabled) return false;
  const matured = maturedAfter(outlook, seconds, newViews, evidence.pending, terms.delaySeconds);
  const due = terms.healthyLine * matured;
  if (!isBelow(evidence.interactions, terms.killRatio * due)) return false;
  // With drops the rule asks for a mixture, which is at most twice its greater part.
  const needed = levelNeeded(terms, policy.drop.action) - (policy.drop.action === 'kill' ? Math.LN2 : 0);
  return logEvidence(evidence.interactions / terms.dispersion, due / terms.dispersion) >= needed;
}

/** Without an interaction, whatever the blocks that the views are judged in. */
function dropCould(outlook: KillOutlook, seconds: number, newViews: number): boolean {
  const { sample, startedAt, evidence, policy, terms } = outlook;
  if (!policy.evidence.enabled || policy.drop.action !== 'kill') return false;
  const matured = maturedAfter(outlook, seconds, newViews, evidence.pending, terms.delaySeconds);
  const at = (sample.observedAt - startedAt) / 1000 + seconds;
  return couldBeDrop(mostDropEvidence(evidence, matured - evidence.blockMatured, at, terms), terms);
}

/**
 * The most views that can have matured by then. Views of readings that waited for their account count with those that come: where
 * their evidence moves on, all of them are spread over the time since it last did.
 */
function maturedAfter(
  { sample, evidence, startedAt }: KillOutlook,
  seconds: number,
  newViews: number,
  pending: number,
  delaySeconds: number,
): number {
  const waited = Math.max(0, (sample.observedAt - startedAt) / 1000 - evidence.advancedAt);
  const came = Math.max(0, sample.views - evidence.views) + newViews;
  const left = stillPending(pending, came, waited + seconds, delaySeconds);
  return evidence.views + came - evidence.skipped - left;
}
