import { contradictions, type Policy, type PolicyPath, type PolicyValues } from '@cull/core';
import { FIELDS } from './fields';

/** A value in the editor. A text is what could not be read as a number yet. */
export type Entered = number | boolean | string;
/** By the value's name. */
export type Draft = Readonly<Partial<Record<PolicyPath, Entered>>>;

/** The values in force, as the editor shows them. */
export function toDraft({ belowThreshold, ...values }: Policy): Draft {
  return { ...values, 'belowThreshold.enabled': belowThreshold.enabled };
}

/** Of what somebody entered, what differs from the values in force. */
export function changedValues(entered: Draft, current: Draft): PolicyValues {
  const changed = FIELDS.map(({ path }) => path).filter(
    (path) => entered[path] !== undefined && entered[path] !== current[path],
  );
  const plain = changed
    .filter((path) => path !== 'belowThreshold.enabled')
    .map((path) => [path, entered[path]]);
  return {
    ...Object.fromEntries(plain),
    ...(changed.includes('belowThreshold.enabled') && {
      belowThreshold: { enabled: entered['belowThreshold.enabled'] === true },
    }),
  };
}

/** What is wrong with the values shown, by name; empty where they can be saved. */
export function problemsOf(shown: Draft, current: Policy): Partial<Record<PolicyPath, string>> {
  const problems: Partial<Record<PolicyPath, string>> = {};
  for (const field of FIELDS) {
    if (field.kind === 'switch') continue;
    const value = shown[field.path];
    const isInRange = typeof value === 'number' && value >= field.min && value <= field.max;
    const isWhole = field.kind === 'ratio' || Number.isInteger(value);
    if (!isInRange || !isWhole) {
      const needed = field.kind === 'ratio' ? 'a number' : 'a whole number';
      problems[field.path] = `needs ${needed} from ${field.min} to ${field.max}`;
    }
  }
  if (Object.keys(problems).length > 0) return problems;
  const numbers = Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value === 'number'));
  for (const { path, message } of contradictions({ ...current, ...numbers })) problems[path] = message;
  return problems;
}

/** The server names the field before its words: `values.warnRatio: …`. */
export function refusedField(message: string): PolicyPath | undefined {
  return FIELDS.find(({ path }) => message.startsWith(`values.${path}:`))?.path;
}
