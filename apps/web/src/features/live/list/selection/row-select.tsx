'use client';

import { memo } from 'react';
import classes from './row-select.module.css';
import { select, useSelection } from './selection';

interface Props {
  monitoringId: string;
  variantId: string;
  /** Of the rows as they stand, for a range with Shift. */
  ids: () => readonly string[];
}

/** Selects a row; plain HTML, as every row has one. */
export const RowSelect = memo(function RowSelect({ monitoringId, variantId, ids }: Props) {
  const isSelected = useSelection(({ selected }) => selected.has(monitoringId));
  return (
    <label className={classes.field}>
      <input
        type="checkbox"
        className={classes.box}
        checked={isSelected}
        aria-label={`Select ${variantId}`}
        data-action="select"
        onChange={({ currentTarget, nativeEvent }) => {
          const isRange = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
          select(monitoringId, currentTarget.checked, isRange, ids());
        }}
      />
    </label>
  );
});
