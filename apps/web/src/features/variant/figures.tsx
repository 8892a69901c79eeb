'use client';

import { formatCount, formatRate } from '@cull/core';
import { Group, Paper, Text } from '@mantine/core';
import { TimeLeft } from '../live/time-left';
import type { ListedVariant } from '../live/variant-cards';

/** The numbers that matter, in one line. */
export function Figures({ variant }: { variant: ListedVariant }) {
  const { engagementRate, expectedEngagementRate: expected, interactions, views, policy } = variant;
  const shown = [
    { name: 'Engagement rate', value: engagementRate === null ? '–' : formatRate(engagementRate) },
    { name: 'Expected', value: formatRate(expected) },
    { name: 'Kill line', value: formatRate(expected * policy.killRatio) },
    {
      name: 'Interactions',
      value: `${formatCount(interactions ?? 0)} / ${formatCount(policy.minInteractions)}`,
    },
    { name: 'Views', value: formatCount(views ?? 0) },
    { name: variant.endedAt === null ? 'Time left' : 'Ended at', value: <TimeLeft variant={variant} /> },
  ];
  return (
    <Paper withBorder px="sm" py={6}>
      <Group gap="xl" component="dl" m={0}>
        {shown.map(({ name, value }) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text fw={700} component="dd" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </Group>
    </Paper>
  );
}
