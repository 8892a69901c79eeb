'use client';

import { formatCount } from '@cull/core';
import { memo } from 'react';
import classes from './verdict-filters.module.css';
import type { VerdictGroup } from './verdict-groups';
import { VERDICT_GROUPS } from './verdict-groups';

interface Props {
  /** Undefined before they are known. */
  counts: ReadonlyMap<VerdictGroup, number> | undefined;
  chosen: VerdictGroup | null;
  onChoose: (group: VerdictGroup | null) => void;
}

/** Narrows live variants to those with one verdict, and says how many each has. */
export const VerdictFilters = memo(function VerdictFilters({ counts, chosen, onChoose }: Props) {
  const all = counts === undefined ? undefined : [...counts.values()].reduce((sum, count) => sum + count, 0);
  const groups = VERDICT_GROUPS.map(({ group, label }) => ({ group, label, count: counts?.get(group) ?? 0 }));
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.legend}>Verdict</legend>
      <Chip label="All" count={all} isChosen={chosen === null} onPress={() => onChoose(null)} />
      {groups.map(({ group, label, count }) => (
        <Chip
          key={group}
          label={label}
          count={counts === undefined ? undefined : count}
          group={group}
          isChosen={chosen === group}
          onPress={() => onChoose(chosen === group ? null : group)}
        />
      ))}
    </fieldset>
  );
});

interface ChipProps {
  label: string;
  count: number | undefined;
  group?: VerdictGroup;
  isChosen: boolean;
  onPress: () => void;
}

function Chip({ label, count, group, isChosen, onPress }: ChipProps) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={isChosen}
      data-group={group}
      data-empty={count === 0 || undefined}
      onClick={onPress}
    >
      {label}
      <span className={classes.count}>{count === undefined ? '–' : formatCount(count)}</span>
    </button>
  );
}
