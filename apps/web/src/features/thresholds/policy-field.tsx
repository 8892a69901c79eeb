import type { PolicyOrigin } from '@cull/core';
import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import type { Entered } from './draft';
import type { Field } from './field-types';
import classes from './policy-field.module.css';

interface Props {
  field: Field;
  value: Entered | undefined;
  origin: PolicyOrigin;
  problem: string | undefined;
  isChanged: boolean;
  /** Whether a scope narrower than the one being edited sets the value already. */
  isShadowed: boolean;
  onChange: (value: Entered) => void;
}

/** One value with where it comes from, and what is wrong with what was typed. */
export function PolicyField({ field, value, origin, problem, isChanged, isShadowed, onChange }: Props) {
  const description = (
    <>
      {field.hint !== undefined && <span className={classes.hint}>{field.hint} </span>}
      <span data-changed={isChanged || undefined} data-set={origin !== 'default' || undefined}>
        {describe(origin, isChanged, isShadowed)}
      </span>
    </>
  );
  if (field.kind === 'switch') {
    return (
      <Switch
        size="xs"
        className={classes.switch}
        label={field.label}
        description={description}
        error={problem}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.kind === 'choice') {
    return (
      <NativeSelect
        size="xs"
        className={classes.field}
        label={field.label}
        description={description}
        error={problem}
        data={[...field.choices]}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <NumberInput
      size="xs"
      className={classes.field}
      label={field.label}
      description={description}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(typed) => onChange(enteredOf(typed, field.empty !== undefined))}
      {...(field.empty !== undefined && { placeholder: field.empty })}
      min={field.min}
      max={field.max}
      step={field.step}
      // What is typed stays as it is, and is told what is wrong with it: 1.5 must not become 15.
      clampBehavior="none"
      error={problem}
    />
  );
}

function enteredOf(typed: string | number | bigint, mayBeEmpty: boolean): Entered {
  if (typed === '' && mayBeEmpty) return null;
  return typeof typed === 'bigint' ? Number(typed) : typed;
}

function describe(origin: PolicyOrigin, isChanged: boolean, isShadowed: boolean): string {
  if (isChanged && isShadowed) return `this variant keeps its ${origin} value`;
  if (isChanged) return 'changed, not saved yet';
  return ORIGIN_WORDS[origin] ?? `from ${origin}`;
}

/** Of what no scope has set. */
const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  default: 'default',
  learned: 'learned from this persona’s recordings',
};
