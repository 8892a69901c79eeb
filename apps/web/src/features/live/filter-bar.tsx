'use client';

import { ActionIcon, Group, SegmentedControl, Select, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconKeyboard, IconLayoutGrid, IconTable } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { REASON_CHOICES } from '../../components/kill-reasons';
import classes from './filter-bar.module.css';
import { type Filters, toShown } from './filters';
import { useLayout } from './use-layout';

const TYPING_MS = 150;
const ICON = 16;

interface Props {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  personas: readonly string[];
  campaigns: readonly string[];
  /** How many are shown, in words. */
  count: string;
  searchInput: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}

/** What narrows the list, and how it is laid out. Ctrl or Command with K leads to the search. */
export function FilterBar({ filters, onChange, personas, campaigns, count, searchInput, onHelp }: Props) {
  return (
    <Group gap="xs" className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label="Which variants"
        value={filters.status}
        onChange={(status) => onChange({ status: toShown(status) })}
        data={[
          { value: 'monitoring', label: 'Live' },
          { value: 'killed', label: 'Killed' },
          { value: 'timed_out', label: 'Timed out' },
          { value: 'stopped', label: 'Stopped' },
        ]}
      />
      <Choice
        name="Persona"
        any="All personas"
        from={personas}
        value={filters.personaId}
        onChange={(personaId) => onChange({ personaId })}
      />
      <Choice
        name="Campaign"
        any="All campaigns"
        from={campaigns}
        value={filters.campaignId}
        onChange={(campaignId) => onChange({ campaignId })}
      />
      {filters.status === 'killed' && (
        <Select
          size="xs"
          className={classes.field}
          aria-label="Reason"
          placeholder="All reasons"
          clearable
          data={REASON_CHOICES}
          value={filters.killReason}
          onChange={(killReason) => onChange({ killReason })}
        />
      )}
      <Search input={searchInput} text={filters.text} onChange={(text) => onChange({ text })} />
      <Text size="xs" c="var(--cull-muted)" role="status" className={classes.count}>
        {count}
      </Text>
      <LayoutSwitch />
      <Tooltip label="Keyboard shortcuts">
        <ActionIcon variant="default" aria-label="Keyboard shortcuts" onClick={onHelp} visibleFrom="md">
          <IconKeyboard size={ICON} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

interface ChoiceProps {
  name: string;
  any: string;
  from: readonly string[];
  /** Empty for any. */
  value: string;
  onChange: (value: string) => void;
}

function Choice({ name, any, from, value, onChange }: ChoiceProps) {
  const known = new Set(from).add(value);
  known.delete('');
  return (
    <Select
      size="xs"
      className={classes.field}
      aria-label={name}
      placeholder={any}
      clearable
      data={[...known].sort()}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

interface SearchProps {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  onChange: (text: string) => void;
}

/** Holds what is being typed by itself, so that no letter waits for the address. */
function Search({ input, text, onChange }: SearchProps) {
  const [typed, setTyped] = useState(text);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setTyped(text), [text]);
  useHotkeys([['mod+K', () => input.current?.focus()]]);
  return (
    <TextInput
      ref={input}
      size="xs"
      type="search"
      className={classes.field}
      aria-label="Search by id"
      aria-keyshortcuts="Control+K Meta+K /"
      placeholder="Search by id (Ctrl K)"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

/** For wide screens: narrow ones have room for cards only. */
function LayoutSwitch() {
  const [layout, setLayout] = useLayout();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Layout"
      visibleFrom="md"
      value={layout}
      onChange={(chosen) => setLayout(chosen === 'cards' ? 'cards' : 'table')}
      data={[
        { value: 'table', label: <IconTable size={ICON} aria-label="Table" /> },
        { value: 'cards', label: <IconLayoutGrid size={ICON} aria-label="Cards" /> },
      ]}
    />
  );
}
