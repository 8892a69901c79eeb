import type { EvidenceState } from './evidence/state';
import type { EvidenceTerms } from './evidence/terms';
import type { Policy } from './policy';
import type { Sample } from './sample';

export const KILL_REASONS = ['below_threshold', 'evidence', 'drop', 'manual'] as const;
export type KillReason = (typeof KILL_REASONS)[number];
/** The reasons that a rule gives. */
export type RuleReason = Exclude<KillReason, 'manual'>;

/** Everything a rule may look at. */
export interface RuleInput {
  readonly sample: Sample;
  /** Interactions a view; 0 without views. */
  readonly rate: number;
  /** Expected engagement rate, (0, 1]. */
  readonly expected: number;
  readonly policy: Policy;
  readonly evidence: EvidenceState;
  readonly terms: EvidenceTerms;
  /** Whether the variant was healthy and has gone bad; worked out once, since rules and warnings ask for it. */
  readonly isDropping: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly now: number;
}

/**
 * One thing that has to hold. The decision asks `met`; the explanation asks the rest: the same object answers both,
 * so that what is shown is what was decided.
 */
export interface Condition {
  readonly id: string;
  met(input: RuleInput): boolean;
  /** The value looked at, and what it is compared with. */
  actual(input: RuleInput): number;
  needed(input: RuleInput): number;
  /** In words, with the numbers, whether it is met or not. */
  describe(input: RuleInput): string;
}

/** A reason to kill: it breaches when it is enabled and all its conditions are met. */
export interface Rule {
  readonly reason: RuleReason;
  enabled(policy: Policy): boolean;
  readonly conditions: readonly Condition[];
  /** The sentence for a kill by this rule. */
  sentence(input: RuleInput): string;
}

/** Whether a rule says that the variant has to go. */
export function breaches(rule: Rule, input: RuleInput): boolean {
  if (!rule.enabled(input.policy)) return false;
  for (const condition of rule.conditions) if (!condition.met(input)) return false;
  return true;
}
