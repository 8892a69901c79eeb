'use client';

import { formatCount, formatRate } from '@cull/core';
import { Paper, Text } from '@mantine/core';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from '../live/time-left';
import classes from './figures.module.css';

/** The numbers that matter, in one line. */
export function Figures({ variant }: { variant: MonitoredVariant }) {
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
    <Paper withBorder>
      <dl className={classes.figures}>
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
      </dl>
    </Paper>
  );
}
