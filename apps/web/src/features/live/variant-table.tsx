'use client';

import { VisuallyHidden } from '@mantine/core';
import type { MonitoredVariant } from '../../trpc/types';
import { VariantRow } from './variant-row';
import classes from './variant-table.module.css';

interface Props {
  variants: readonly MonitoredVariant[];
  /** Whether these are watched now, or have ended. */
  isLive: boolean;
}

/** One line a variant, for wide screens. */
export function VariantTable({ variants, isLive }: Props) {
  return (
    <table className={classes.table}>
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
        {variants.map((variant) => (
          <VariantRow key={variant.monitoringId} listed={variant} isLive={isLive} />
        ))}
      </tbody>
    </table>
  );
}
