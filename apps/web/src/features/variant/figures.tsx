'use client';

import { formatCount, formatRate } from '@cull/core';
import { Paper, Text } from '@mantine/core';
import { dueWords } from '../../components/due-words';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from '../live/time-left';
import classes from './figures.module.css';

/** The numbers that matter, in one line: those of the ending, once it has ended. */
export function Figures({ variant }: { variant: MonitoredVariant }) {
  const {
    engagementRate,
    expectedEngagementRate: expected,
    views,
    interactions,
    interactionsDue,
    policy,
  } = variant;
  const shown = [
    { name: 'Engagement rate', value: rateWords(engagementRate) },
    { name: 'Expected', value: formatRate(expected) },
    { name: 'Kill threshold', value: formatRate(expected * policy.killRatio) },
    { name: 'Interactions', value: countWords(interactions) },
    {
      name: variant.endedAt === null ? 'Due by now' : 'Due by then',
      value: interactionsDue === null ? '–' : dueWords(interactionsDue),
    },
    { name: 'Views', value: countWords(views) },
    { name: variant.endedAt === null ? 'Time left' : 'Ended at', value: <TimeLeft variant={variant} /> },
    ...afterKill(variant),
  ];
  return (
    <Paper withBorder>
      <dl className={classes.figures}>
        {shown.map(({ name, value }) => (
          <div key={name}>
            <Text size="xs" c="var(--cull-muted)" component="dt">
              {name}
            </Text>
            <Text fw={600} component="dd" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
    </Paper>
  );
}

/** What a killed variant has come to since: on the curve it stands behind the numbers of the ending. */
function afterKill({ laterViews: views, laterInteractions: interactions }: MonitoredVariant) {
  if (views === null || interactions === null) return [];
  const rate = views === 0 ? null : interactions / views;
  return [{ name: 'After the kill', value: `${rateWords(rate)} of ${formatCount(views)}` }];
}

function rateWords(rate: number | null): string {
  return rate === null ? '–' : formatRate(rate);
}

/** Nothing is known before the first sample, which is not the same as nothing there. */
function countWords(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}
