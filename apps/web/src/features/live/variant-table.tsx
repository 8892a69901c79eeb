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

/** One line a variant, for wide screens. */
export function VariantTable({ variants, recorded, isLive, chosenId, rows: { virtualizer, top } }: Props) {
  const drawn = virtualizer.getVirtualItems();
  const above = Math.max(0, (drawn[0]?.start ?? top) - top);
  const below = Math.max(0, virtualizer.getTotalSize() - ((drawn.at(-1)?.end ?? top) - top));
  return (
    <table className={classes.table} aria-rowcount={variants.length + 1}>
      <thead>
        <tr>
          <th className={classes.verdict}>Verdict</th>
          <th>Variant</th>
          <th className={classes.rate}>Engagement rate</th>
          <th className={classes.interactions}>Interactions</th>
          <th className={classes.views}>Views</th>
          <th className={isLive ? classes.left : classes.ended}>{isLive ? 'Time left' : 'Ended'}</th>
          {isLive && <th className={classes.spark}>Last minute</th>}
          {isLive && (
            <th className={classes.controls}>
              <VisuallyHidden>Controls</VisuallyHidden>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        <Space height={above} />
        {drawn.map(({ index }) => {
          const variant = variants[index];
          return (
            variant !== undefined && (
              <VariantRow
                key={variant.monitoringId}
                listed={variant}
                recorded={recorded.get(variant.monitoringId)}
                place={index}
                isLive={isLive}
                isChosen={variant.monitoringId === chosenId}
              />
            )
          );
        })}
        <Space height={below} />
      </tbody>
    </table>
  );
}

/** Stands in for rows that nobody sees. */
function Space({ height }: { height: number }) {
  // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a row without cells has nothing to act upon.
  return height > 0 && <tr role="presentation" style={{ height }} />;
}
