// biome-ignore-all lint/a11y/noRedundantRoles: laid out as grids, tables and rows lose their roles in some browsers.
'use client';

import { formatCount } from '@cull/core';
import { memo } from 'react';
import { dueWords } from '../../../components/due-words';
import { RateBar } from '../../../components/rate-bar';
import { Verdict } from '../../../components/verdict';
import type { MonitoredVariant } from '../../../trpc/types';
import { useLatest } from '../stream/use-latest';
import { NOTHING_RECORDED, type RecordedPoints } from '../stream/use-recorded';
import { aboutWords } from './filters/about-words';
import { lastMinute } from './order/last-minute';
import { RiskBar } from './risk-bar';
import { RowControls } from './row-controls';
import { RowSelect } from './selection/row-select';
import { Sparkline } from './sparkline';
import { TimeLeft } from './time-left';
import classes from './variant-table.module.css';
import { VariantTitle } from './variant-title';

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
  /** Whether the reader may do something to several at once. */
  maySelect: boolean;
  ids: () => readonly string[];
  /** Whether the keyboard is here. */
  isChosen: boolean;
}

/** A line of the table; plain HTML, since it is redrawn with every point. */
export const VariantRow = memo(function VariantRow({
  listed,
  recorded = NOTHING_RECORDED,
  place,
  offset,
  isLive,
  maySelect,
  ids,
  isChosen,
}: Props) {
  const { variant, points } = useLatest(listed);
  const { monitoringId, variantId, expectedEngagementRate: expected, policy } = variant;
  return (
    <tr
      role="row"
      data-row={monitoringId}
      data-chosen={isChosen || undefined}
      aria-rowindex={place + FIRST_ROW}
      style={{ top: offset }}
    >
      {isLive && maySelect && (
        <td role="cell">
          {variant.status === 'monitoring' && (
            <RowSelect monitoringId={monitoringId} variantId={variantId} ids={ids} />
          )}
        </td>
      )}
      <td role="cell">
        <Verdict {...variant} />
        {isLive && variant.status === 'monitoring' && <RiskBar risk={variant.risk} />}
      </td>
      <td role="cell">
        <VariantTitle variantId={variantId} excerpt={variant.excerpt} about={aboutWords(variant)} />
      </td>
      <td role="cell">
        <RateBar rate={variant.engagementRate} expected={expected} policy={policy} />
      </td>
      <td role="cell" className={classes.number}>
        {variant.interactionsDue === null ? '–' : dueWords(variant.interactionsDue)}
        <span className={classes.small}> / </span>
        {formatCount(variant.interactions ?? 0)}
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
      {isLive && (
        <td role="cell">{variant.status === 'monitoring' && <RowControls variant={variant} quiet />}</td>
      )}
    </tr>
  );
});
