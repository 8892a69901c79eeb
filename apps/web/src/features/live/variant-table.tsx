// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
// biome-ignore-all lint/a11y/useSemanticElements: the elements are the right ones, and lose their roles as well.
'use client';

import { VisuallyHidden } from '@mantine/core';
import type { MonitoredVariant } from '../../trpc/types';
import type { Recorded } from './use-recorded';
import type { WindowRows } from './use-window-rows';
import { VariantRow } from './variant-row';
import classes from './variant-table.module.css';

/** Of a row and its line, in pixels at the usual size of letters, as the style sheet has it. */
export const ROW_HEIGHT = 44;

interface Props {
  variants: readonly MonitoredVariant[];
  recorded: Recorded;
  /** Whether these are watched now, or have ended. */
  isLive: boolean;
  chosenId: string | null;
  rows: WindowRows;
}

/**
 * One line a variant, for wide screens. Each line stands at a place of its own and is drawn apart from the others: while
 * the page scrolls, those that stay on screen are neither laid out nor painted anew.
 */
export function VariantTable({
  variants,
  recorded,
  isLive,
  chosenId,
  rows: { ref, virtualizer, top },
}: Props) {
  return (
    <table
      role="table"
      className={classes.table}
      data-live={isLive || undefined}
      aria-rowcount={variants.length + 1}
    >
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">Verdict</th>
          <th role="columnheader">Variant</th>
          <th role="columnheader">Engagement rate</th>
          <th role="columnheader" className={classes.number}>
            Interactions
          </th>
          <th role="columnheader" className={classes.number}>
            Views
          </th>
          <th role="columnheader" className={classes.number}>
            {isLive ? 'Time left' : 'Ended'}
          </th>
          {isLive && <th role="columnheader">Last minute</th>}
          {isLive && (
            <th role="columnheader">
              <VisuallyHidden>Controls</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={ref} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const variant = variants[index];
          return (
            variant !== undefined && (
              <VariantRow
                key={variant.monitoringId}
                listed={variant}
                recorded={recorded.get(variant.monitoringId)}
                place={index}
                offset={start - top}
                isLive={isLive}
                isChosen={variant.monitoringId === chosenId}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}
