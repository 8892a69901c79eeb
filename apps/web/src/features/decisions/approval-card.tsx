'use client';

import { formatCount, formatCountOf, formatDuration, formatRate } from '@cull/core';
import { dueWords } from '../../components/due-words';
import { HandControl } from '../../components/hand-control';
import { REASON_WORDS } from '../../components/kill-reasons';
import { RateBar } from '../../components/rate-bar';
import { useIsAtLeast } from '../../components/use-role';
import type { MonitoredVariant } from '../../trpc/types';
import { aboutWords } from '../live/list/filters/about-words';
import { VariantTitle } from '../live/list/variant-title';
import { useServerNow } from '../live/stream/use-server-now';
import classes from './approvals.module.css';
import { SmallCurve } from './small-curve';
import type { RatePoint } from './small-curve-path';

interface Props {
  variant: MonitoredVariant;
  points: readonly RatePoint[];
}

/** A kill that waits: what was posted, how it does, how long there is, and the two answers. */
export function ApprovalCard({ variant, points }: Props) {
  const mayAct = useIsAtLeast('operator');
  const { variantId, monitoringId, expectedEngagementRate: expected, policy, hold } = variant;
  const killThreshold = policy.killRatio * expected;
  const about = aboutWords({ ...variant, hold: null });
  return (
    <li className={classes.card} data-approval={monitoringId}>
      <div className={classes.post}>
        <VariantTitle variantId={variantId} excerpt={variant.excerpt} about={about} />
      </div>
      <SmallCurve
        points={points}
        expected={expected}
        killThreshold={killThreshold}
        label={`Engagement rate since posting, against ${formatRate(expected)} expected and a kill threshold of ${formatRate(killThreshold)}`}
      />
      <RateBar rate={variant.engagementRate} expected={expected} policy={policy} />
      <p className={classes.counts}>
        {variant.interactionsDue === null
          ? formatCountOf(variant.interactions ?? 0, 'interaction')
          : `${formatCount(variant.interactions ?? 0)} of ${dueWords(variant.interactionsDue)} interactions due`}
        , {formatCount(variant.views ?? 0)} views
        {hold !== null && ` · ${REASON_WORDS[hold.reason].toLowerCase()}`}
      </p>
      <Countdown variant={variant} />
      {mayAct && (
        <div className={classes.answers}>
          <HandControl action="dismiss" variantId={variantId} monitoringId={monitoringId} size="regular" />
          <HandControl action="approve" variantId={variantId} monitoringId={monitoringId} size="regular" />
        </div>
      )}
    </li>
  );
}

const EXPIRY_WORDS = { spare: 'Spared', kill: 'Killed' } as const;

/** How long somebody may still answer, and what happens then. */
function Countdown({ variant: { approvalExpiresAt, policy } }: { variant: MonitoredVariant }) {
  const now = useServerNow();
  if (approvalExpiresAt === null || now === null) return null;
  const left = Math.max(0, Date.parse(approvalExpiresAt) - now);
  const share = Math.min(1, left / (policy.approval.expirySeconds * 1_000));
  return (
    <div className={classes.countdown}>
      <span>
        {EXPIRY_WORDS[policy.approval.onExpiry]} in <b>{formatDuration(left)}</b> without an answer
      </span>
      <span className={classes.track} aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
    </div>
  );
}
