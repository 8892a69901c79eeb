import { contradictions, type Policy, type PolicyPath, type PolicyValues } from '@cull/core';
import { FIELDS } from './fields';

/** What the editor holds, by the value's name. A text is what could not be read as a number yet. */
export type Draft = Readonly<Record<string, number | boolean | string>>;

/** A policy as the editor holds it. */
export function toDraft({ belowThreshold, ...values }: Policy): Draft {
  return { ...values, 'belowThreshold.enabled': belowThreshold.enabled };
}

/** The values that differ from those in force. */
export function changedValues(draft: Draft, current: Draft): PolicyValues {
  const changed = FIELDS.filter(({ path }) => draft[path] !== current[path]);
  const plain = changed
    .filter(({ path }) => path !== 'belowThreshold.enabled')
    .map(({ path }) => [path, draft[path]]);
  const rule = changed.some(({ path }) => path === 'belowThreshold.enabled');
  return {
    ...Object.fromEntries(plain),
    ...(rule && { belowThreshold: { enabled: draft['belowThreshold.enabled'] === true } }),
  };
}

/** What is wrong with the draft, by the value's name; empty for one that can be saved. */
export function problemsOf(draft: Draft, current: Policy): Partial<Record<PolicyPath, string>> {
  const problems: Partial<Record<PolicyPath, string>> = {};
  for (const field of FIELDS) {
    const value = draft[field.path];
    if (field.kind === 'number' && (typeof value !== 'number' || value < field.min || value > field.max)) {
      problems[field.path] = `needs a number from ${field.min} to ${field.max}`;
    }
  }
  if (Object.keys(problems).length > 0) return problems;
  const numbers = Object.fromEntries(Object.entries(draft).filter(([, value]) => typeof value === 'number'));
  for (const { path, message } of contradictions({ ...current, ...numbers })) problems[path] = message;
  return problems;
}

/** The server names the field before its words: `values.warnRatio: …`. */
export function refusedField(message: string): PolicyPath | undefined {
  return FIELDS.find(({ path }) => message.startsWith(`values.${path}:`))?.path;
}
