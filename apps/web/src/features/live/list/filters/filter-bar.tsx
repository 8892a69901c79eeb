'use client';

import { ActionIcon, Group, SegmentedControl, Select, Text, Tooltip } from '@mantine/core';
import { IconKeyboard, IconLayoutGrid, IconTable } from '@tabler/icons-react';
import { memo, type RefObject } from 'react';
import { REASON_CHOICES } from '../../../../components/kill-reasons';
import { useLayout } from '../use-layout';
import classes from './filter-bar.module.css';
import { toShown, useFilters } from './filters';
import { SearchField } from './search-field';

const ICON = 16;
/** At once; the others are found by typing. */
const MOST_OFFERED = 100;

interface Props {
  personas: readonly string[];
  campaigns: readonly string[];
  /** How many are shown, in words. */
  count: string;
  searchInput: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}

/**
 * What narrows the list, and how it is laid out. Not redrawn with each row
 * that comes into view: its fields would cost more than the rows.
 */
export const FilterBar = memo(function FilterBar({ personas, campaigns, count, searchInput, onHelp }: Props) {
  const [filters, onChange] = useFilters();
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
          { value: 'timed_out', label: 'Passed' },
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
      <SearchField
        input={searchInput}
        className={classes.field}
        text={filters.text}
        onChange={(text) => onChange({ text })}
      />
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
});

interface ChoiceProps {
  name: string;
  any: string;
  from: readonly string[];
  /** Empty for any. */
  value: string;
  onChange: (value: string) => void;
}

function Choice({ name, any, from, value, onChange }: ChoiceProps) {
  const known = value === '' || from.includes(value) ? from : [value, ...from];
  return (
    <Select
      size="xs"
      className={classes.field}
      aria-label={name}
      placeholder={any}
      clearable
      searchable
      limit={MOST_OFFERED}
      nothingFoundMessage="No match"
      data={known}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
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
