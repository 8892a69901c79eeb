import type { Policy, PolicyValues } from './policy';

/** Name of a policy value; nested ones are written with a dot. */
export type PolicyPath = {
  [Key in keyof Policy]: Policy[Key] extends object ? `${Key}.${keyof Policy[Key] & string}` : Key;
}[keyof Policy];

/** What a single value can be. */
export type PolicyValue = number | boolean | string | null;

/** The names of the values that are set. */
export function pathsOf(values: PolicyValues): PolicyPath[] {
  return POLICY_PATHS.filter((path) => valueAt(values, path) !== undefined);
}

/** One value by its name; undefined where it is not set. */
export function valueAt(values: PolicyValues, path: PolicyPath): PolicyValue | undefined {
  switch (path) {
    case 'approval.expirySeconds':
      return values.approval?.expirySeconds;
    case 'approval.onExpiry':
      return values.approval?.onExpiry;
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

/** Values put together from their names; later ones win over earlier ones of the same name. */
export function valuesOf(entries: Iterable<readonly [PolicyPath, PolicyValue]>): PolicyValues {
  const plain: [string, PolicyValue][] = [];
  const nested = new Map<string, Record<string, PolicyValue>>();
  for (const [path, value] of entries) {
    const [group = path, name] = path.split('.');
    if (name === undefined) plain.push([path, value]);
    else nested.set(group, { ...nested.get(group), [name]: value });
  }
  return { ...Object.fromEntries(plain), ...Object.fromEntries(nested) };
}

/** The values that are set, without one of them. */
export function withoutPath(values: PolicyValues, left: PolicyPath): PolicyValues {
  return valuesOf(
    pathsOf(values).flatMap((path) => {
      const value = valueAt(values, path);
      return path === left || value === undefined ? [] : [[path, value] as const];
    }),
  );
}

/** Every value that a policy has. */
export const POLICY_PATHS: readonly PolicyPath[] = [
  'mode',
  'killRatio',
  'warnRatio',
  'minInteractions',
  'minViews',
  'warmupSeconds',
  'consecutiveBreaches',
  'windowSeconds',
  'staleAfterSeconds',
  'deletePost',
  'maxKillsPerMinute',
  'minPoolSize',
  'approval.expirySeconds',
  'approval.onExpiry',
  'belowThreshold.enabled',
  'belowThreshold.reactionLagSeconds',
  'evidence.enabled',
  'evidence.alpha',
  'evidence.healthyRatio',
  'evidence.reactionLagSeconds',
  'evidence.dispersion',
];
