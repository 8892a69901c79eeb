import { DEFAULT_POLICY, type Policy, type PolicyValues } from './policy';

/** Name of a policy value; nested ones are written with a dot. */
export type PolicyPath = {
  [Key in keyof Policy]: Policy[Key] extends object ? `${Key}.${keyof Policy[Key] & string}` : Key;
}[keyof Policy];

/** What a single value can be. */
export type PolicyValue = number | boolean | string | null;

/** Every value that a policy has, in the order of the default policy. */
export const POLICY_PATHS: readonly PolicyPath[] = Object.entries(DEFAULT_POLICY).flatMap(([name, value]) =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).map((inner) => toPath(`${name}.${inner}`))
    : [toPath(name)],
);

/** The default policy's type is what paths are made of, so its keys are paths. */
function toPath(name: string): PolicyPath {
  return name as PolicyPath;
}

/** Returns the names of the values that are set. */
export function pathsOf(values: PolicyValues): PolicyPath[] {
  return POLICY_PATHS.filter((path) => valueAt(values, path) !== undefined);
}

/** Returns one value by its name; undefined where it is not set. */
export function valueAt(values: PolicyValues, path: PolicyPath): PolicyValue | undefined {
  const dot = path.indexOf('.');
  const own: unknown = Reflect.get(values, dot < 0 ? path : path.slice(0, dot));
  if (dot < 0) return isPolicyValue(own) ? own : undefined;
  const value: unknown =
    typeof own === 'object' && own !== null ? Reflect.get(own, path.slice(dot + 1)) : undefined;
  return isPolicyValue(value) ? value : undefined;
}

function isPolicyValue(value: unknown): value is PolicyValue {
  return (
    value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
  );
}

/** Returns values put together from their names; later ones win over earlier ones of the same name. */
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

/** Returns the values that are set, without one of them. */
export function withoutPath(values: PolicyValues, left: PolicyPath): PolicyValues {
  return valuesOf(entriesOf(values).filter(([path]) => path !== left));
}

/** Lays values over those that a scope overrides already, nested values each by itself. */
export function mergeValues(base: PolicyValues, values: PolicyValues): PolicyValues {
  return valuesOf([...entriesOf(base), ...entriesOf(values)]);
}

function entriesOf(values: PolicyValues): (readonly [PolicyPath, PolicyValue])[] {
  return pathsOf(values).flatMap((path) => {
    const value = valueAt(values, path);
    return value === undefined ? [] : [[path, value] as const];
  });
}
