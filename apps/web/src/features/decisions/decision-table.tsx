// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
// biome-ignore-all lint/a11y/useSemanticElements: the elements are the right ones, and lose their roles as well.
'use client';

import { VisuallyHidden } from '@mantine/core';
import { type Decision, DecisionRow } from './decision-row';
import classes from './decision-table.module.css';

const HEADINGS = [
  { name: 'When' },
  { name: 'Outcome' },
  { name: 'Variant' },
  { name: 'ER against expected' },
  { name: 'Interactions / views', isNumber: true },
  { name: 'Rule' },
  { name: 'Time to kill', isNumber: true },
  { name: 'By' },
] as const;

/** Decisions line by line, each with the numbers it was made by. */
export function DecisionTable({ decisions }: { decisions: readonly Decision[] }) {
  return (
    <table role="table" className={classes.table} aria-label="Decisions, newest first">
      <thead role="rowgroup">
        <tr role="row">
          {HEADINGS.map((heading) => (
            <th
              key={heading.name}
              role="columnheader"
              className={'isNumber' in heading ? classes.number : undefined}
            >
              {heading.name}
            </th>
          ))}
          <th role="columnheader">
            <VisuallyHidden>What can be done</VisuallyHidden>
          </th>
        </tr>
      </thead>
      {decisions.map((decision) => (
        <DecisionRow key={decision.decisionId} decision={decision} />
      ))}
    </table>
  );
}
