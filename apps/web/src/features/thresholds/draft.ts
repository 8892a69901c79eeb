import {
  contradictions,
  overlay,
  POLICY_PATHS,
  type Policy,
  type PolicyPath,
  type PolicyValue,
  type PolicyValues,
  pathsOf,
  valueAt,
  valuesOf,
} from '@cull/core';
import { FIELDS } from './fields';
import { inWords } from './value-words';

/** A value in the editor. A text in a number's place is what could not be read as one yet; null is a field left empty. */
export type Entered = PolicyValue;
/** By the value's name. */
export type Draft = Readonly<Partial<Record<PolicyPath, Entered>>>;

/** The active values, as the editor shows them. */
export function toDraft(policy: Policy): Draft {
  return Object.fromEntries(POLICY_PATHS.map((path) => [path, valueAt(policy, path)]));
}

/** Of what somebody entered, what differs from the active values. */
export function changedValues(entered: Draft, current: Draft): PolicyValues {
  return valuesOf(
    FIELDS.flatMap(({ path }) => {
      const value = entered[path];
      return value === undefined || value === current[path] ? [] : [[path, value] as const];
    }),
  );
}

/** What is wrong with the values shown, by name; empty where they can be saved. */
export function problemsOf(shown: Draft, current: Policy): Partial<Record<PolicyPath, string>> {
  const problems: Partial<Record<PolicyPath, string>> = {};
  for (const field of FIELDS) {
    if (field.kind === 'switch' || field.kind === 'choice') continue;
    const value = shown[field.path];
    if (value === null && field.empty !== undefined) continue;
    const isInRange = typeof value === 'number' && value >= field.min && value <= field.max;
    const isWhole = field.kind === 'decimal' || Number.isInteger(value);
    if (!isInRange || !isWhole) {
      const needed = field.kind === 'decimal' ? 'a number' : 'a whole number';
      problems[field.path] = `needs ${needed} from ${field.min} to ${field.max}`;
    }
  }
  if (Object.keys(problems).length > 0) return problems;
  const changes = changedValues(shown, toDraft(current));
  for (const { path, message } of contradictions(overlay(current, changes))) {
    // Where two values do not go together, it is the changed one that has to give way.
    const changed = pathsOf(changes);
    const place = changed.includes(path) ? path : changed.find((other) => message.includes(other));
    problems[place ?? path] = inWords(message);
  }
  return problems;
}

/** The server names the field before its words: `values.warnRatio: …`. */
export function refusedField(message: string): PolicyPath | undefined {
  return FIELDS.find(({ path }) => message.startsWith(`values.${path}:`))?.path;
}
