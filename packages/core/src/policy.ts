import type { PolicyPath } from './policy-paths';

export const MODES = ['off', 'shadow', 'approve', 'auto'] as const;
/**
 * What is done when the rules ask for a kill: `auto` kills, `approve` waits for a person, `shadow` only records that it
 * would have killed, `off` does not ask the rules at all.
 */
export type Mode = (typeof MODES)[number];

/** What happens to a kill that nobody has approved in time. */
export const ON_EXPIRY = ['kill', 'spare'] as const;

/** What is done about a variant that was healthy and has gone bad. */
export const DROP_ACTIONS = ['off', 'warn', 'kill'] as const;
export type DropAction = (typeof DROP_ACTIONS)[number];

/** What is done about a kill while the variant's siblings together are below the kill threshold, too. */
export const SIBLING_GUARDS = ['off', 'warn', 'block'] as const;
export type SiblingGuard = (typeof SIBLING_GUARDS)[number];

/** How Cull treats a variant, all values resolved. Ratios are of the expected engagement rate; times are seconds. */
export interface Policy {
  readonly mode: Mode;
  /** Below this part of the expected engagement rate a variant is killed. (0, 1] */
  readonly killRatio: number;
  /** Below this part it is warned of. At least `killRatio`, at most 1. */
  readonly warnRatio: number;
  /** Interactions from which on the rate is taken seriously. At least 1. */
  readonly minInteractions: number;
  /** Views before which nothing is killed. */
  readonly minViews: number;
  /** Seconds after posting in which nothing is killed. */
  readonly warmupSeconds: number;
  /** Samples in a row that have to breach a rule. At least 1. */
  readonly consecutiveBreaches: number;
  /** Length of the monitoring window. */
  readonly windowSeconds: number;
  /** A sample older than this kills nothing. */
  readonly staleAfterSeconds: number;
  /** The longest gap between two checks of a live variant; a session that was checked less often says so at its end. */
  readonly maxCheckIntervalSeconds: number;
  /** Whether a kill also deletes the post at the source. */
  readonly deletePost: boolean;
  /**
   * More automatic kills than this within a minute trip the circuit breaker of the persona whose override says so, or else of
   * everything. Null: no limit.
   */
  readonly maxKillsPerMinute: number | null;
  /** Variants that a persona's pool keeps, whatever the rules say. */
  readonly minPoolSize: number;
  /** The share of kill verdicts that are spared at random to measure the rest. [0, 0.5] */
  readonly holdoutRate: number;
  /** For the mode `approve`. */
  readonly approval: {
    /** How long a person has to approve or dismiss. */
    readonly expirySeconds: number;
    readonly onExpiry: (typeof ON_EXPIRY)[number];
  };
  /** The literal rule. */
  readonly belowThreshold: {
    readonly enabled: boolean;
    /** Mean delay of reactions, by which views mature before they count; 0 is the letter of the criteria. */
    readonly reactionDelaySeconds: number;
  };
  /** The test of evidence that the variant is not healthy. */
  readonly evidence: {
    readonly enabled: boolean;
    /** The chance that is accepted of ever killing a healthy variant by this rule. (0, 0.5] */
    readonly alpha: number;
    /** From this part of the expected rate on a variant is healthy. (0, 1], above `killRatio`. */
    readonly healthyRatio: number;
    /** τ, the mean delay between a view and its reaction. */
    readonly reactionDelaySeconds: number;
    /** How much one viewer's several reactions inflate the counts: E[k²] / E[k]. At least 1. */
    readonly dispersion: number;
  };
  /** Variants that were healthy and have gone bad; shares `evidence.alpha`, and is off where `evidence` is. */
  readonly drop: { readonly action: DropAction };
  /** The other live variants of the persona. */
  readonly siblings: {
    /** The rule that compares a variant with its siblings is not offered: see `SIBLINGS_RULE_REFUSAL`. */
    readonly enabled: false;
    readonly guard: SiblingGuard;
    /** Fewer siblings than this say nothing. At least 2. */
    readonly minSiblings: number;
  };
}

/** Why `siblings.enabled` can't be true. */
export const SIBLINGS_RULE_REFUSAL =
  'siblings.enabled has to be false: siblings that come and go break the error rate of such a rule (docs/simulation.md); siblings.guard uses them instead';

/** What one scope overrides: any of the policy's values, the nested ones each by itself. */
export type PolicyValues = {
  readonly [Key in keyof Policy]?:
    | (Policy[Key] extends object
        ? { readonly [Inner in keyof Policy[Key]]?: Policy[Key][Inner] | undefined }
        : Policy[Key])
    | undefined;
};

/** The acceptance criteria to the letter: below half of expected, after 10 interactions, within 10 minutes. */
export const DEFAULT_POLICY: Policy = Object.freeze({
  mode: 'auto',
  killRatio: 0.5,
  warnRatio: 0.7,
  minInteractions: 10,
  minViews: 0,
  warmupSeconds: 0,
  consecutiveBreaches: 1,
  windowSeconds: 600,
  staleAfterSeconds: 30,
  maxCheckIntervalSeconds: 10,
  deletePost: false,
  maxKillsPerMinute: null,
  minPoolSize: 0,
  holdoutRate: 0,
  approval: Object.freeze({ expirySeconds: 120, onExpiry: 'spare' }),
  belowThreshold: Object.freeze({ enabled: true, reactionDelaySeconds: 0 }),
  evidence: Object.freeze({
    enabled: true,
    alpha: 0.001,
    healthyRatio: 1,
    reactionDelaySeconds: 7.5,
    dispersion: 1.5,
  }),
  drop: Object.freeze({ action: 'warn' }),
  siblings: Object.freeze({ enabled: false, guard: 'warn', minSiblings: 3 }),
});

/** Lays a scope's values over a policy, nested values each by itself. */
export function overlay(base: Policy, values: PolicyValues): Policy {
  const { approval, belowThreshold, evidence, drop, siblings, ...plain } = values;
  return {
    ...base,
    ...definedOnly(plain),
    approval: { ...base.approval, ...definedOnly(approval ?? {}) },
    belowThreshold: { ...base.belowThreshold, ...definedOnly(belowThreshold ?? {}) },
    evidence: { ...base.evidence, ...definedOnly(evidence ?? {}) },
    drop: { ...base.drop, ...definedOnly(drop ?? {}) },
    siblings: { ...base.siblings, ...definedOnly(siblings ?? {}) },
  };
}

/** Something that a policy says and cannot mean. */
export interface PolicyProblem {
  readonly path: PolicyPath;
  readonly message: string;
}

/**
 * Finds contradictions between values that are each in range (ranges are the schema's matter).
 * @returns One entry for each contradiction; empty for a sound policy.
 */
export function contradictions(policy: Policy): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  if (policy.warnRatio < policy.killRatio) {
    problems.push({
      path: 'warnRatio',
      message: `warnRatio is ${policy.warnRatio}, below killRatio ${policy.killRatio}: a variant would be killed before it is warned`,
    });
  }
  if (policy.warmupSeconds >= policy.windowSeconds) {
    problems.push({
      path: 'warmupSeconds',
      message: `warmupSeconds is ${policy.warmupSeconds}, not below windowSeconds ${policy.windowSeconds}: nothing could ever be killed`,
    });
  }
  if (policy.mode === 'approve' && policy.approval.expirySeconds >= policy.windowSeconds) {
    problems.push({
      path: 'approval.expirySeconds',
      message: `approval.expirySeconds is ${policy.approval.expirySeconds}, not below windowSeconds ${policy.windowSeconds}: a variant would time out before anybody's time to approve is over`,
    });
  }
  if (policy.evidence.enabled && policy.evidence.healthyRatio <= policy.killRatio) {
    problems.push({
      path: 'evidence.healthyRatio',
      message: `evidence.healthyRatio is ${policy.evidence.healthyRatio}, not above killRatio ${policy.killRatio}: a variant could be healthy and below the kill threshold at once`,
    });
  }
  return problems;
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function definedOnly<T extends object>(values: T): Defined<T> {
  const result: Defined<T> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) Object.assign(result, { [key]: value });
  }
  return result;
}
