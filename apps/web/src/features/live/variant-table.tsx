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
export function VariantTable({ variants, recorded, isLive, chosenId, rows: { virtualizer, top } }: Props) {
  return (
    <table className={classes.table} data-live={isLive || undefined} aria-rowcount={variants.length + 1}>
      <thead>
        <tr>
          <th>Verdict</th>
          <th>Variant</th>
          <th>Engagement rate</th>
          <th className={classes.number}>Interactions</th>
          <th className={classes.number}>Views</th>
          <th className={classes.number}>{isLive ? 'Time left' : 'Ended'}</th>
          {isLive && <th>Last minute</th>}
          {isLive && (
            <th>
              <VisuallyHidden>Controls</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const variant = variants[index];
          return (
            variant !== undefined && (
              <VariantRow
                key={variant.monitoringId}
                listed={variant}
                recorded={recorded.get(variant.monitoringId)}
                place={index}
                top={start - top}
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
