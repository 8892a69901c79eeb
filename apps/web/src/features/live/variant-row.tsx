// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
'use client';

import { formatCount } from '@cull/core';
import { memo } from 'react';
import { HOLD_WORDS } from '../../components/hold-words';
import { REASON_WORDS } from '../../components/kill-reasons';
import { RateBar } from '../../components/rate-bar';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { lastMinute } from './last-minute';
import { RowControls } from './row-controls';
import { Sparkline } from './sparkline';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';
import { NOTHING_RECORDED, type RecordedPoints } from './use-recorded';
import { VariantLink } from './variant-link';
import classes from './variant-table.module.css';

/** Behind the header's row; rows are counted from one. */
const FIRST_ROW = 2;

interface Props {
  listed: MonitoredVariant;
  recorded?: RecordedPoints | undefined;
  /** From the top of the list, from zero. */
  place: number;
  /** Of its top from the first row's, in pixels. */
  offset: number;
  isLive: boolean;
  /** Whether the keyboard is here. */
  isChosen: boolean;
}

/** A line of the table; plain HTML, as it is drawn anew with every point. */
export const VariantRow = memo(function VariantRow({
  listed,
  recorded = NOTHING_RECORDED,
  place,
  offset,
  isLive,
  isChosen,
}: Props) {
  const { variant, points } = useLatest(listed);
  const {
    monitoringId,
    variantId,
    personaId,
    campaignId,
    expectedEngagementRate: expected,
    policy,
  } = variant;
  return (
    <tr
      role="row"
      data-row={monitoringId}
      data-chosen={isChosen || undefined}
      aria-rowindex={place + FIRST_ROW}
      style={{ top: offset }}
    >
      <td role="cell">
        <Verdict {...variant} />
      </td>
      <td role="cell">
        <VariantLink variantId={variantId} />
        <div className={classes.small}>
          {[personaId, campaignId, reasonOf(variant)].filter((part) => part !== null).join(', ')}
        </div>
      </td>
      <td role="cell">
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
      </td>
      <td role="cell" className={classes.number}>
        {formatCount(variant.interactions ?? 0)}
        <span className={classes.small}> / {formatCount(policy.minInteractions)}</span>
      </td>
      <td role="cell" className={classes.number} data-figure="views">
        {formatCount(variant.views ?? 0)}
      </td>
      <td role="cell" className={classes.number}>
        <TimeLeft variant={variant} />
      </td>
      {isLive && (
        <td role="cell">
          <Sparkline
            readings={lastMinute(recorded, points)}
            expected={expected}
            killThreshold={policy.killRatio * expected}
          />
        </td>
      )}
      {isLive && <td role="cell">{variant.status === 'monitoring' && <RowControls variant={variant} />}</td>}
    </tr>
  );
});

/** Returns what killed a variant, or what blocked its kill: one that was spared has not simply passed. */
function reasonOf({ killReason, hold }: MonitoredVariant): string | null {
  if (killReason !== null) return REASON_WORDS[killReason].toLowerCase();
  return hold === null ? null : HOLD_WORDS[hold.cause].toLowerCase();
}
