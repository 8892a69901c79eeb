'use client';

import type { AppRouter } from '@cull/api';
import { formatCount } from '@cull/core';
import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import Link from 'next/link';
import { HandControl } from '../../components/hand-control';
import { RateBar } from '../../components/rate-bar';
import { Sparkline } from '../../components/sparkline';
import { Verdict } from '../../components/verdict';
import { TimeLeft } from './time-left';
import { useLatest } from './use-latest';

export type ListedVariant = inferRouterOutputs<AppRouter>['monitoring']['list']['items'][number];

/** One card a variant, for narrow screens. */
export function VariantCards({ variants }: { variants: readonly ListedVariant[] }) {
  return (
    <Stack gap="xs">
      {variants.map((variant) => (
        <VariantCard key={variant.monitoringId} listed={variant} />
      ))}
    </Stack>
  );
}

function VariantCard({ listed }: { listed: ListedVariant }) {
  const { variant, points } = useLatest(listed);
  const { variantId, expectedEngagementRate: expected, policy } = variant;
  return (
    <Card withBorder padding="xs">
      <Group justify="space-between" wrap="nowrap">
        <Anchor component={Link} href={`/variants/${encodeURIComponent(variantId)}`} fw={600} truncate>
          {variantId}
        </Anchor>
        <Verdict {...variant} />
      </Group>
      <Group justify="space-between" mt={6} wrap="nowrap">
        <RateBar rate={variant.engagementRate} expected={expected} killRatio={policy.killRatio} />
        <Sparkline points={points} expected={expected} killLine={policy.killRatio * expected} />
      </Group>
      <Group justify="space-between" mt={6}>
        <Text size="sm" c="var(--cull-muted)">
          {formatCount(variant.interactions ?? 0)} / {policy.minInteractions} interactions,{' '}
          {formatCount(variant.views ?? 0)} views, <TimeLeft variant={variant} />
        </Text>
        {variant.status === 'monitoring' && <HandControl action="kill" variantId={variantId} />}
      </Group>
    </Card>
  );
}
