'use client';

import type { MonitoredVariant } from '../../../trpc/types';
import type { Recorded } from '../stream/use-recorded';
import type { WindowRows } from './order/use-window-rows';
import { VariantCard } from './variant-card';
import classes from './variant-cards.module.css';

/** Of a card and the gap below it, in pixels at the usual size of letters, before it was drawn. */
export const CARD_HEIGHT = 142;
/** In pixels as well: narrower than this, a card cannot hold its curve next to its rate. */
export const CARD_WIDTH = 310;

interface Props {
  variants: readonly MonitoredVariant[];
  recorded: Recorded;
  /** Cards side by side. */
  columns: number;
  chosenId: string | null;
  rows: WindowRows;
}

/** One card a variant. */
export function VariantCards({
  variants,
  recorded,
  columns,
  chosenId,
  rows: { ref, virtualizer, top },
}: Props) {
  return (
    <ul ref={ref} className={classes.cards} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start, lane }) => {
        const variant = variants[index];
        return (
          variant !== undefined && (
            <li
              key={variant.monitoringId}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classes.card}
              style={{
                width: `${100 / columns}%`,
                left: `${(100 / columns) * lane}%`,
                transform: `translateY(${start - top}px)`,
              }}
            >
              <VariantCard
                listed={variant}
                recorded={recorded.get(variant.monitoringId)}
                isChosen={variant.monitoringId === chosenId}
              />
            </li>
          )
        );
      })}
    </ul>
  );
}
