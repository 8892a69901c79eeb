'use client';

import { formatCount } from '@cull/core';
import { Card, Group, Text } from '@mantine/core';
import { memo } from 'react';
import { dueWords } from '../../../components/due-words';
import { RateBar } from '../../../components/rate-bar';
import { Verdict } from '../../../components/verdict';
import type { MonitoredVariant } from '../../../trpc/types';
import { useLatest } from '../stream/use-latest';
import { NOTHING_RECORDED, type RecordedPoints } from '../stream/use-recorded';
import { aboutWords } from './filters/about-words';
import { lastMinute } from './order/last-minute';
import { RowControls } from './row-controls';
import { Sparkline } from './sparkline';
import { TimeLeft } from './time-left';
import { VariantTitle } from './variant-title';

interface Props {
  listed: MonitoredVariant;
  recorded?: RecordedPoints | undefined;
  /** Whether the keyboard is here. */
  isChosen: boolean;
}

/** A variant where a line has no room. */
export const VariantCard = memo(function VariantCard({
  listed,
  recorded = NOTHING_RECORDED,
  isChosen,
}: Props) {
  const { variant, points } = useLatest(listed);
  const { monitoringId, variantId, expectedEngagementRate: expected, policy } = variant;
  const isLive = variant.status === 'monitoring';
  return (
    <Card withBorder padding="xs" data-row={monitoringId} data-chosen={isChosen || undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <VariantTitle variantId={variantId} excerpt={variant.excerpt} about={aboutWords(variant)} />
        <Verdict {...variant} />
      </Group>
      <Group justify="space-between" mt={6} wrap="nowrap" gap={4}>
        <RateBar rate={variant.engagementRate} expected={expected} policy={policy} />
        {isLive && (
          <Sparkline
            readings={lastMinute(recorded, points)}
            expected={expected}
            killThreshold={policy.killRatio * expected}
          />
        )}
      </Group>
      <Group justify="space-between" mt={6} wrap="nowrap" gap="xs">
        <Text size="sm" c="var(--cull-muted)">
          {formatCount(variant.interactions ?? 0)} of{' '}
          {variant.interactionsDue === null ? '–' : dueWords(variant.interactionsDue)} interactions due
          <br />
          {formatCount(variant.views ?? 0)} views, {isLive ? 'left ' : 'ended '}
          <TimeLeft variant={variant} />
        </Text>
        {isLive && <RowControls variant={variant} size="regular" />}
      </Group>
    </Card>
  );
});
