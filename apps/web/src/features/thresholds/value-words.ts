import { type PolicyPath, type PolicyValue, type PolicyValues, pathsOf, valueAt } from '@cull/core';
import { FIELDS } from './fields';

/** A policy value by the name that the editor gives it. */
export function labelOf(path: PolicyPath): string {
  return FIELDS.find((field) => field.path === path)?.label ?? path;
}

/** A value as it is read; undefined is one that the scope leaves to the wider ones. */
export function valueWords(value: PolicyValue | undefined): string {
  if (value === undefined) return 'not set';
  if (value === null) return 'no limit';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

export interface Difference {
  readonly path: PolicyPath;
  readonly before: PolicyValue | undefined;
  readonly after: PolicyValue | undefined;
}

/** What one version changed of the one before it, value by value. */
export function differences(before: PolicyValues, after: PolicyValues): readonly Difference[] {
  const paths = new Set([...pathsOf(before), ...pathsOf(after)]);
  return [...paths]
    .map((path) => ({ path, before: valueAt(before, path), after: valueAt(after, path) }))
    .filter((difference) => difference.before !== difference.after);
}
