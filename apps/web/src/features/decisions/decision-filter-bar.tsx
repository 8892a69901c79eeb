'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { CsvButton } from '../../components/csv-button';
import { REASON_CHOICES } from '../../components/kill-reasons';
import { useTyped } from '../../components/use-typed';
import classes from './decisions.module.css';
import { OUTCOMES, PERIODS } from './outcomes';
import type { DecisionFilter } from './use-decision-filter';

const TYPED_MS = 300;

interface Props {
  filter: DecisionFilter;
  /** What the persona and the campaign may be; others can be typed, too. */
  facets: { readonly personas: readonly string[]; readonly campaigns: readonly string[] };
}

/** Which decisions are listed, and the same as a file. */
export function DecisionFilterBar({ filter: { entered, change, filter }, facets }: Props) {
  const href = `/api/decisions?${new URLSearchParams({ ...filter, format: 'csv' })}`;
  return (
    <search aria-label="Decisions" className={classes.filters}>
      <Choice
        label="Outcome"
        all="All outcomes"
        choices={OUTCOMES}
        value={entered.outcome}
        onChange={(outcome) => change({ outcome })}
      />
      <Choice
        label="Reason"
        all="All reasons"
        choices={REASON_CHOICES}
        value={entered.reason}
        onChange={(reason) => change({ reason })}
      />
      <Choice
        label="Time"
        all="All time"
        choices={PERIODS}
        value={entered.period}
        onChange={(period) => change({ period })}
      />
      <Id
        label="Persona"
        known={facets.personas}
        value={entered.persona}
        onChange={(persona) => change({ persona }, 'replace')}
      />
      <Id
        label="Campaign"
        known={facets.campaigns}
        value={entered.campaign}
        onChange={(campaign) => change({ campaign }, 'replace')}
      />
      <Id label="Variant" value={entered.variant} onChange={(variant) => change({ variant }, 'replace')} />
      <CsvButton href={href} />
    </search>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  choices: readonly { readonly value: string; readonly label: string }[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, all, choices, value, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      data={[
        { value: '', label: all },
        ...choices.map((choice) => ({ value: choice.value, label: choice.label })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface IdProps {
  label: string;
  /** Offered while it is typed. */
  known?: readonly string[];
  value: string;
  onChange: (value: string) => void;
}

function Id({ label, known, value, onChange }: IdProps) {
  const [typed, type] = useTyped(value, onChange, TYPED_MS);
  const list = useId();
  return (
    <>
      <TextInput
        size="xs"
        className={classes.id}
        label={label}
        placeholder="Any"
        maxLength={200}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        {...(known !== undefined && { list })}
      />
      {known !== undefined && (
        <datalist id={list}>
          {known.map((id) => (
            <option key={id} value={id} />
          ))}
        </datalist>
      )}
    </>
  );
}
