import { type PolicyPath, type PolicyValue, type PolicyValues, pathsOf, valueAt } from '@cull/core';
import { FIELDS } from './fields';

/** A policy value by the name that the editor gives it. */
export function labelOf(path: PolicyPath): string {
  return FIELDS.find((field) => field.path === path)?.label ?? path;
}

/** A sentence of the engine or the API, with each value by the name that the editor gives it. */
export function inWords(message: string): string {
  const known = new RegExp(
    `\\b(?:values\\.)?(${LONGEST_FIRST.join('|').replaceAll('.', '\\.')})\\b(: )?`,
    'g',
  );
  return message.replace(known, (_, path: string, colon?: string) =>
    // At the beginning of a refusal the field is named for programs; people see it next to the field.
    colon === undefined ? `“${FIELDS.find((field) => field.path === path)?.label}”` : '',
  );
}

/** So that `minViews` is not found within a longer name. */
const LONGEST_FIRST = FIELDS.map(({ path }) => path).toSorted((a, b) => b.length - a.length);

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
