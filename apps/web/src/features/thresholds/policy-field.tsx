import type { PolicyOrigin } from '@cull/core';
import { NumberInput, Switch } from '@mantine/core';
import type { Entered } from './draft';
import type { Field } from './fields';

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
  const description = describe(origin, isChanged, isShadowed);
  if (field.kind === 'switch') {
    return (
      <Switch
        size="xs"
        mt={4}
        label={field.label}
        description={description}
        error={problem}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  return (
    <NumberInput
      size="xs"
      label={field.label}
      description={description}
      value={typeof value === 'boolean' || value === undefined ? '' : value}
      onChange={(typed) => onChange(typeof typed === 'bigint' ? Number(typed) : typed)}
      min={field.min}
      max={field.max}
      step={field.step}
      allowDecimal={field.kind === 'ratio'}
      allowNegative={false}
      clampBehavior="none"
      error={problem}
    />
  );
}

function describe(origin: PolicyOrigin, isChanged: boolean, isShadowed: boolean): string {
  if (isChanged && isShadowed) return `this variant keeps its ${origin} value`;
  if (isChanged) return 'changed, not saved yet';
  return origin === 'default' ? 'default' : `from ${origin}`;
}
