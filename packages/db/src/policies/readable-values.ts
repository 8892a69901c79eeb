import type { PolicyLayer, UnreadableValue } from '@cull/core';
import { z } from 'zod';
import { acceptedPolicyValuesSchema } from './policy-values';

/** One round finds all wrong values; a further one what only shows without them. */
const MAX_ROUNDS = 3;
const MAX_SHOWN_CHARACTERS = 60;

const storedSchema = z.record(z.string(), z.unknown());

/**
 * Reads stored policy values as far as this version can: of what a newer version or a hand wrote, the values that are none are
 * left out and named.
 */
export function readPolicyValues(stored: unknown): Pick<PolicyLayer, 'values' | 'unreadable'> {
  const unreadable: UnreadableValue[] = [];
  let left = storedSchema.safeParse(stored).data;
  for (let round = 0; round < MAX_ROUNDS && left !== undefined; round += 1) {
    const { data, error } = acceptedPolicyValuesSchema.safeParse(left);
    if (data !== undefined) return unreadable.length === 0 ? { values: data } : { values: data, unreadable };
    for (const { path, problem } of error.issues.flatMap(problemsOf)) {
      unreadable.push({ field: path.join('.'), problem: `is ${shown(valueAt(left, path))}: ${problem}` });
      left = without(left, path);
    }
  }
  return {
    values: {},
    unreadable: [{ field: 'values', problem: `is ${shown(stored)}: needs an object of policy values` }],
  };
}

type Path = readonly string[];

function problemsOf(issue: z.core.$ZodIssue): readonly { readonly path: Path; readonly problem: string }[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path, problem: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], problem: "this version doesn't know it" }));
}

function valueAt(values: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return values;
  return valueAt(storedSchema.safeParse(values).data?.[name], rest);
}

function without(values: Record<string, unknown>, [name = '', ...rest]: Path): Record<string, unknown> {
  const { [name]: own, ...others } = values;
  const inner = rest.length === 0 ? undefined : storedSchema.safeParse(own).data;
  return inner === undefined ? others : { ...others, [name]: without(inner, rest) };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}
