'use client';

import { Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import classes from './filter-bar.module.css';
import { type Filters, toShown } from './filters';

const TYPING_MS = 150;

interface Props {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  personas: readonly string[];
  /** How many are shown, in words. */
  count: string;
}

/** What narrows the list. Ctrl or Command with K leads to the search. */
export function FilterBar({ filters, onChange, personas, count }: Props) {
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
      <Select
        size="xs"
        className={classes.field}
        aria-label="Persona"
        placeholder="All personas"
        clearable
        data={[...personas]}
        value={filters.personaId === '' ? null : filters.personaId}
        onChange={(personaId) => onChange({ personaId: personaId ?? '' })}
      />
      <Search text={filters.text} onChange={(text) => onChange({ text })} />
      <Text size="xs" c="var(--cull-muted)" role="status">
        {count}
      </Text>
    </Group>
  );
}

/** Holds what is being typed by itself, so that no letter waits for the address. */
function Search({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
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
      aria-keyshortcuts="Control+K Meta+K"
      placeholder="Search by id (Ctrl K)"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
