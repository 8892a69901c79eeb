'use client';

import { formatCount } from '@cull/core';
import { useInViewport } from '@mantine/hooks';
import { memo } from 'react';
import { HandControl } from '../../components/hand-control';
import { RateBar } from '../../components/rate-bar';
import { Sparkline } from '../../components/sparkline';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';
import { VariantLink } from './variant-link';
import classes from './variant-table.module.css';

/** A line of the table; plain HTML, as it is drawn anew with every point. */
export const VariantRow = memo(function VariantRow({
  listed,
  isLive,
}: {
  listed: MonitoredVariant;
  isLive: boolean;
}) {
  const { ref, inViewport } = useInViewport<HTMLTableRowElement>();
  const { variant, points } = useLatest(listed, inViewport);
  const { variantId, personaId, expectedEngagementRate: expected, policy, killReason } = variant;
  return (
    <tr ref={ref}>
      <td>
        <Verdict {...variant} />
      </td>
      <td>
        <VariantLink variantId={variantId} />
        <div className={classes.small}>
          {personaId}
          {killReason !== null && `, ${killReason.replaceAll('_', ' ')}`}
        </div>
      </td>
      <td>
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
      </td>
      <td className={classes.interactions}>
        {formatCount(variant.interactions ?? 0)}
        <span className={classes.small}> / {formatCount(policy.minInteractions)}</span>
      </td>
      <td className={classes.views} data-figure="views">
        {formatCount(variant.views ?? 0)}
      </td>
      <td className={classes.left}>{inViewport && <TimeLeft variant={variant} />}</td>
      {isLive && (
        <td>
          {inViewport && (
            <Sparkline points={points} expected={expected} killLine={policy.killRatio * expected} />
          )}
        </td>
      )}
      {isLive && (
        <td className={classes.controls}>
          {variant.status === 'monitoring' && <HandControl action="kill" variantId={variantId} />}
        </td>
      )}
    </tr>
  );
});
