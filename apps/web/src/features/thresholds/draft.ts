import {
  contradictions,
  overlay,
  POLICY_PATHS,
  type Policy,
  type PolicyPath,
  type PolicyValue,
  type PolicyValues,
  valueAt,
} from '@cull/core';
import { FIELDS } from './fields';

/** A value in the editor. A text in a number's place is what could not be read as one yet; null is a field left empty. */
export type Entered = PolicyValue;
/** By the value's name. */
export type Draft = Readonly<Partial<Record<PolicyPath, Entered>>>;

/** The values in force, as the editor shows them. */
export function toDraft(policy: Policy): Draft {
  return Object.fromEntries(POLICY_PATHS.map((path) => [path, valueAt(policy, path)]));
}

/** Of what somebody entered, what differs from the values in force. */
export function changedValues(entered: Draft, current: Draft): PolicyValues {
  const plain: [string, Entered][] = [];
  const nested = new Map<string, Record<string, Entered>>();
  for (const { path } of FIELDS) {
    const value = entered[path];
    if (value === undefined || value === current[path]) continue;
    const [group = path, name] = path.split('.');
    if (name === undefined) plain.push([path, value]);
    else nested.set(group, { ...nested.get(group), [name]: value });
  }
  return { ...Object.fromEntries(plain), ...Object.fromEntries(nested) };
}

/** What is wrong with the values shown, by name; empty where they can be saved. */
export function problemsOf(shown: Draft, current: Policy): Partial<Record<PolicyPath, string>> {
  const problems: Partial<Record<PolicyPath, string>> = {};
  for (const field of FIELDS) {
    if (field.kind === 'switch' || field.kind === 'choice') continue;
    const value = shown[field.path];
    if (value === null && field.empty !== undefined) continue;
    const isInRange = typeof value === 'number' && value >= field.min && value <= field.max;
    const isWhole = field.kind === 'ratio' || Number.isInteger(value);
    if (!isInRange || !isWhole) {
      const needed = field.kind === 'ratio' ? 'a number' : 'a whole number';
      problems[field.path] = `needs ${needed} from ${field.min} to ${field.max}`;
    }
  }
  if (Object.keys(problems).length > 0) return problems;
  const wanted = overlay(current, changedValues(shown, toDraft(current)));
  for (const { path, message } of contradictions(wanted)) problems[path] = message;
  return problems;
}

/** The server names the field before its words: `values.warnRatio: …`. */
export function refusedField(message: string): PolicyPath | undefined {
  return FIELDS.find(({ path }) => message.startsWith(`values.${path}:`))?.path;
}
