// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
// biome-ignore-all lint/a11y/useSemanticElements: the elements are the right ones, and lose their roles as well.
'use client';

import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import { useIsAtLeast } from '../../../components/use-role';
import type { MonitoredVariant } from '../../../trpc/types';
import type { Recorded } from '../stream/use-recorded';
import type { Order } from './order/sorted';
import type { WindowRows } from './order/use-window-rows';
import { VariantRow } from './variant-row';
import classes from './variant-table.module.css';

/** Of a row and its line, in pixels at the usual size of letters, as the style sheet has it. */
export const ROW_HEIGHT = 52;

interface Props {
  variants: readonly MonitoredVariant[];
  recorded: Recorded;
  /** Whether these are watched now, or have ended. */
  isLive: boolean;
  chosenId: string | null;
  rows: WindowRows;
  order: Order;
  onOrder: (order: Order) => void;
}

/**
 * One line a variant, for wide screens. Each line stands at a place of its own and is drawn apart from the others: while
 * the page scrolls, those that stay on screen are neither laid out nor painted again.
 */
export function VariantTable({
  variants,
  recorded,
  isLive,
  chosenId,
  rows: { ref, virtualizer, top },
  order,
  onOrder,
}: Props) {
  const maySelect = useIsAtLeast('operator');
  const by = { isLive, chosen: order, onOrder };
  const shown = useRef(variants);
  shown.current = variants;
  // The same function for every row and time, or all of them would be redrawn.
  const ids = useCallback(() => shown.current.map(({ monitoringId }) => monitoringId), []);
  return (
    <table
      role="table"
      className={classes.table}
      data-live={isLive || undefined}
      data-selects={(isLive && maySelect) || undefined}
      aria-rowcount={variants.length + 1}
    >
      <thead role="rowgroup">
        <tr role="row">
          {isLive && maySelect && (
            <th role="columnheader">
              <VisuallyHidden>Selected</VisuallyHidden>
            </th>
          )}
          <Heading name="Verdict" order="risk" {...by} />
          <Heading name="Variant" order="name" {...by} />
          <Heading name="ER against expected" order="rate" {...by} />
          <Heading name="Due / received" order="due" {...by} isNumber />
          <Heading name="Views" order="views" {...by} isNumber />
          {isLive ? (
            <Heading name="Left" order="left" {...by} isNumber />
          ) : (
            <th role="columnheader" className={classes.number}>
              Ended
            </th>
          )}
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
                maySelect={maySelect}
                ids={ids}
                isChosen={variant.monitoringId === chosenId}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  name: string;
  order: Order;
  chosen: Order;
  onOrder: (order: Order) => void;
  /** Ended variants come as they ended. */
  isLive: boolean;
  isNumber?: boolean;
}

/** The name of a column; of live variants, a button that orders them by it. */
function Heading({ name, order, chosen, onOrder, isLive, isNumber = false }: HeadingProps) {
  const isChosen = isLive && order === chosen;
  return (
    <th
      role="columnheader"
      className={isNumber ? classes.number : undefined}
      aria-sort={
        isChosen
          ? order === 'name' || order === 'left' || order === 'rate'
            ? 'ascending'
            : 'descending'
          : undefined
      }
    >
      {isLive ? (
        <button
          type="button"
          className={classes.sort}
          data-sorted={isChosen || undefined}
          onClick={() => onOrder(order)}
        >
          {name}
          {isChosen && <IconArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        name
      )}
    </th>
  );
}
