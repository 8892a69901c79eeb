/** How Cull treats a variant, all values resolved. Ratios are of the expected engagement rate; times are seconds. */
export interface Policy {
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
  /** Whether a kill also deletes the post at the source. */
  readonly deletePost: boolean;
  /** The literal rule. */
  readonly belowThreshold: {
    readonly enabled: boolean;
    /** Interactions are held against the views of this long ago; 0 is the letter of the criteria. */
    readonly reactionLagSeconds: number;
  };
  /** The test of evidence that the variant is not healthy. */
  readonly evidence: {
    readonly enabled: boolean;
    /** The chance that is accepted of ever killing a healthy variant by this rule. (0, 0.5] */
    readonly alpha: number;
    /** From this part of the expected rate on a variant is healthy. (0, 1], above `killRatio`. */
    readonly healthyRatio: number;
    readonly reactionLagSeconds: number;
    /** How much one viewer's several reactions inflate the counts: E[k²] / E[k]. At least 1. */
    readonly dispersion: number;
  };
}

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
  killRatio: 0.5,
  warnRatio: 0.7,
  minInteractions: 10,
  minViews: 0,
  warmupSeconds: 0,
  consecutiveBreaches: 1,
  windowSeconds: 600,
  staleAfterSeconds: 30,
  deletePost: false,
  belowThreshold: Object.freeze({ enabled: true, reactionLagSeconds: 0 }),
  evidence: Object.freeze({
    enabled: true,
    alpha: 0.001,
    healthyRatio: 1,
    reactionLagSeconds: 15,
    dispersion: 1.5,
  }),
});

/** Widest scope first: a later one in this list overrides an earlier one. */
export const SCOPE_TYPES = ['global', 'persona', 'campaign', 'variant'] as const;
export type ScopeType = (typeof SCOPE_TYPES)[number];

/** The values that one scope overrides, as stored. */
export interface PolicyLayer {
  readonly scopeType: ScopeType;
  /** Empty for the global scope. */
  readonly scopeId: string;
  readonly values: PolicyValues;
  /** Numbered through all scopes: a later change has a higher version. */
  readonly version: number;
  readonly expiresAt: number | null;
}

/** Name of a policy value; nested ones are written with a dot. */
export type PolicyPath = {
  [Key in keyof Policy]: Policy[Key] extends object ? `${Key}.${keyof Policy[Key] & string}` : Key;
}[keyof Policy];

/** Where a value comes from. */
export type PolicyOrigin = ScopeType | 'default';

export interface ResolvedPolicy {
  readonly values: Policy;
  readonly origins: Readonly<Record<PolicyPath, PolicyOrigin>>;
  /** Highest version among the layers that apply; 0 where none does. */
  readonly version: number;
}

/** What a policy is resolved for. */
export interface PolicySubject {
  readonly personaId?: string | null | undefined;
  readonly campaignId?: string | null | undefined;
  readonly variantId?: string | null | undefined;
}

/**
 * Resolves each value by itself: the narrowest scope that sets it wins.
 * @param layers In any order; those that are expired or meant for others are passed over.
 * @param now Epoch milliseconds.
 */
export function resolvePolicy(
  layers: Iterable<PolicyLayer>,
  subject: PolicySubject,
  now: number,
): ResolvedPolicy {
  const applying = [...layers]
    .filter((layer) => applies(layer, subject) && (layer.expiresAt === null || now < layer.expiresAt))
    .sort((a, b) => SCOPE_TYPES.indexOf(a.scopeType) - SCOPE_TYPES.indexOf(b.scopeType));
  let values = DEFAULT_POLICY;
  let version = 0;
  const origins: Record<PolicyPath, PolicyOrigin> = { ...DEFAULT_ORIGINS };
  for (const layer of applying) {
    values = overlay(values, layer.values);
    version = Math.max(version, layer.version);
    for (const path of pathsOf(layer.values)) origins[path] = layer.scopeType;
  }
  return { values, origins, version };
}

/** Lays a scope's values over a policy, nested values each by itself. */
export function overlay(base: Policy, { belowThreshold, evidence, ...values }: PolicyValues): Policy {
  return {
    ...base,
    ...definedOnly(values),
    belowThreshold: { ...base.belowThreshold, ...definedOnly(belowThreshold ?? {}) },
    evidence: { ...base.evidence, ...definedOnly(evidence ?? {}) },
  };
}

/** Lays values over those that a scope overrides already, nested values each by itself. */
export function mergeValues(base: PolicyValues, values: PolicyValues): PolicyValues {
  const belowThreshold = { ...base.belowThreshold, ...values.belowThreshold };
  const evidence = { ...base.evidence, ...values.evidence };
  return {
    ...base,
    ...values,
    ...(Object.keys(belowThreshold).length > 0 && { belowThreshold }),
    ...(Object.keys(evidence).length > 0 && { evidence }),
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
      message: `warnRatio is ${policy.warnRatio}, below killRatio ${policy.killRatio}: a variant would be killed before it is warned of`,
    });
  }
  if (policy.warmupSeconds >= policy.windowSeconds) {
    problems.push({
      path: 'warmupSeconds',
      message: `warmupSeconds is ${policy.warmupSeconds}, not below windowSeconds ${policy.windowSeconds}: nothing could ever be killed`,
    });
  }
  if (policy.evidence.healthyRatio <= policy.killRatio) {
    problems.push({
      path: 'evidence.healthyRatio',
      message: `evidence.healthyRatio is ${policy.evidence.healthyRatio}, not above killRatio ${policy.killRatio}: a variant could be healthy and below the kill line at once`,
    });
  }
  return problems;
}

/** The names of the values that are set. */
export function pathsOf(values: PolicyValues): PolicyPath[] {
  return POLICY_PATHS.filter((path) => valueAt(values, path) !== undefined);
}

/** One value by its name; undefined where it is not set. */
export function valueAt(values: PolicyValues, path: PolicyPath): number | boolean | undefined {
  switch (path) {
    case 'belowThreshold.enabled':
      return values.belowThreshold?.enabled;
    case 'belowThreshold.reactionLagSeconds':
      return values.belowThreshold?.reactionLagSeconds;
    case 'evidence.enabled':
      return values.evidence?.enabled;
    case 'evidence.alpha':
      return values.evidence?.alpha;
    case 'evidence.healthyRatio':
      return values.evidence?.healthyRatio;
    case 'evidence.reactionLagSeconds':
      return values.evidence?.reactionLagSeconds;
    case 'evidence.dispersion':
      return values.evidence?.dispersion;
    default:
      return values[path];
  }
}

const DEFAULT_ORIGINS: Readonly<Record<PolicyPath, PolicyOrigin>> = Object.freeze({
  killRatio: 'default',
  warnRatio: 'default',
  minInteractions: 'default',
  minViews: 'default',
  warmupSeconds: 'default',
  consecutiveBreaches: 'default',
  windowSeconds: 'default',
  staleAfterSeconds: 'default',
  deletePost: 'default',
  'belowThreshold.enabled': 'default',
  'belowThreshold.reactionLagSeconds': 'default',
  'evidence.enabled': 'default',
  'evidence.alpha': 'default',
  'evidence.healthyRatio': 'default',
  'evidence.reactionLagSeconds': 'default',
  'evidence.dispersion': 'default',
});

/** Every value that a policy has. */
export const POLICY_PATHS: readonly PolicyPath[] = [
  'killRatio',
  'warnRatio',
  'minInteractions',
  'minViews',
  'warmupSeconds',
  'consecutiveBreaches',
  'windowSeconds',
  'staleAfterSeconds',
  'deletePost',
  'belowThreshold.enabled',
  'belowThreshold.reactionLagSeconds',
  'evidence.enabled',
  'evidence.alpha',
  'evidence.healthyRatio',
  'evidence.reactionLagSeconds',
  'evidence.dispersion',
];

function applies(layer: PolicyLayer, subject: PolicySubject): boolean {
  switch (layer.scopeType) {
    case 'global':
      return true;
    case 'persona':
      return layer.scopeId === subject.personaId;
    case 'campaign':
      return layer.scopeId === subject.campaignId;
    case 'variant':
      return layer.scopeId === subject.variantId;
  }
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
