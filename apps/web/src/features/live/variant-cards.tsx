'use client';

import { formatCount } from '@cull/core';
import { Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { memo, useState } from 'react';
import { HandControl } from '../../components/hand-control';
import { RateBar } from '../../components/rate-bar';
import { Sparkline } from '../../components/sparkline';
import { Verdict } from '../../components/verdict';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';
import { VariantLink } from './variant-link';

/** The riskiest come first, and the decisions stand below them: not a hundred cards further down. */
const SHOWN_AT_FIRST = 20;

/** One card a variant, for narrow screens. */
export function VariantCards({ variants }: { variants: readonly MonitoredVariant[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? variants : variants.slice(0, SHOWN_AT_FIRST);
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" verticalSpacing="xs">
        {shown.map((variant) => (
          <VariantCard key={variant.monitoringId} listed={variant} />
        ))}
      </SimpleGrid>
      {shown.length < variants.length && (
        <Button variant="default" size="sm" onClick={() => setShowsAll(true)}>
          Show all {variants.length}
        </Button>
      )}
    </Stack>
  );
}

const VariantCard = memo(function VariantCard({ listed }: { listed: MonitoredVariant }) {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const { variant, points } = useLatest(listed, inViewport);
  const { variantId, expectedEngagementRate: expected, policy } = variant;
  const isLive = variant.status === 'monitoring';
  return (
    <Card withBorder padding="xs" ref={ref}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <VariantLink variantId={variantId} />
        <Verdict {...variant} />
      </Group>
      <Group justify="space-between" mt={6} wrap="nowrap" gap={4}>
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
        {isLive && <Sparkline points={points} expected={expected} killLine={policy.killRatio * expected} />}
      </Group>
      <Group justify="space-between" mt={6} wrap="nowrap" gap="xs">
        <Text size="sm" c="var(--cull-muted)">
          {formatCount(variant.interactions ?? 0)} / {formatCount(policy.minInteractions)} interactions,{' '}
          {formatCount(variant.views ?? 0)} views
          <br />
          {isLive ? 'Time left ' : 'Ended '}
          <TimeLeft variant={variant} />
        </Text>
        {isLive && <HandControl action="kill" variantId={variantId} size="sm" />}
      </Group>
    </Card>
  );
});
