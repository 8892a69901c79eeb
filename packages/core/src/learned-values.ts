import { DEFAULT_POLICY, type PolicyValues } from './policy';
import { type ReactionEstimate, refutesDelay } from './statistics/reactions';

/**
 * Returns what takes the place of defaults that a persona's own recordings refute: a delay that is too short would take
 * reactions still to come for missing ones. None where the data agree with the defaults, or tell too little.
 */
export function learnedValues(delay: ReactionEstimate['delay'] | null): PolicyValues {
  if (delay === null || !refutesDelay({ delay }, DEFAULT_POLICY.evidence.reactionDelaySeconds)) return {};
  return { evidence: { reactionDelaySeconds: delay.suggestedSeconds } };
}
