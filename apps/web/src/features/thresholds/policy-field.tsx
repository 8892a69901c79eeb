import type { PolicyOrigin } from '@cull/core';
import { NumberInput, Switch } from '@mantine/core';
import type { Field } from './fields';

interface Props {
  field: Field;
  value: number | boolean | string | undefined;
  origin: PolicyOrigin;
  problem: string | undefined;
  isChanged: boolean;
  onChange: (value: number | boolean | string) => void;
}

/** One value with where it comes from, and what is wrong with what was typed. */
export function PolicyField({ field, value, origin, problem, isChanged, onChange }: Props) {
  const description = isChanged
    ? 'changed, not saved yet'
    : origin === 'default'
      ? 'the default'
      : `from the ${origin} scope`;
  if (field.kind === 'switch') {
    return (
      <Switch
        size="sm"
        mt="xs"
        label={field.label}
        description={description}
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
      clampBehavior="none"
      error={problem}
    />
  );
}
