import { advance, maturedViews } from './evidence/state';
import type { EvidenceTerms } from './evidence/terms';
import type { AccountReading } from './frozen-source';
import type { Sample } from './sample';
import type { Progress, Session } from './session';

/** Returns what a sound reading of a variant says about its account. */
export function accountReadingOf(
  { monitoringId, startedAt }: Session,
  { evidence }: Progress,
  sample: Sample,
  terms: EvidenceTerms,
): AccountReading {
  const { observedAt, interactions } = sample;
  const after = advance(evidence, sample, (observedAt - startedAt) / 1000, terms);
  return {
    monitoringId,
    observedAt,
    advancedAt: startedAt + evidence.advancedAt * 1000,
    came: interactions - evidence.shown,
    everCame: evidence.interactions > 0,
    due: terms.healthyLine * (maturedViews(after) - maturedViews(evidence)),
  };
}
