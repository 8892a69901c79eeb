'use client';

import { formatCount, formatDuration, formatRate } from '@cull/core';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { dueWords } from '../../components/due-words';
import type { MonitoredVariant } from '../../trpc/types';
import { TimeLeft } from '../live/list/time-left';
import classes from './figures.module.css';
import type { DueAndCame } from './why/due-and-came';

interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  /** What the number is compared with. */
  readonly compared?: string;
  readonly zone?: 'warn' | 'kill' | undefined;
}

interface Props {
  variant: MonitoredVariant;
  /** What was due and came; null where that is not known. */
  counts: DueAndCame | null;
}

/** The numbers that matter, in one line: those of the ending, once it has ended. */
export function Figures({ variant, counts }: Props) {
  return (
    <dl className={classes.figures}>
      {figuresOf(variant, counts).map(({ name, value, compared, zone }) => (
        <div key={name}>
          <Text size="xs" c="var(--cull-muted)" component="dt">
            {name}
          </Text>
          <dd>
            <span className={classes.value} data-zone={zone}>
              {value}
            </span>
            {compared !== undefined && <span className={classes.compared}>{compared}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(variant: MonitoredVariant, counts: DueAndCame | null): readonly Figure[] {
  const { engagementRate, expectedEngagementRate: expected, views, interactions, interactionsDue } = variant;
  const { startedAt, endedAt } = variant;
  const by = endedAt === null ? 'so far' : 'by then';
  return [
    {
      name: 'ER',
      value: rateWords(engagementRate),
      compared: `of ${formatRate(expected)} expected`,
      zone: zoneOf(variant),
    },
    {
      name: 'Interactions',
      value: countWords(interactions),
      ...(interactionsDue !== null && { compared: `of ${dueWords(interactionsDue)} due ${by}` }),
    },
    ...sinceDrop(counts),
    { name: 'Views', value: countWords(views) },
    endedAt === null
      ? { name: 'Time left', value: <TimeLeft variant={variant} /> }
      : { name: 'Ended after', value: formatDuration(Date.parse(endedAt) - Date.parse(startedAt)) },
    ...afterKill(variant),
  ];
}

/** The rate since the posting hides for long that an audience has turned away. */
function sinceDrop(counts: DueAndCame | null): readonly Figure[] {
  if (counts === null || !counts.sinceDrop) return [];
  return [
    {
      name: 'Since it went bad',
      value: formatCount(counts.came),
      compared: `of ${dueWords(counts.due)} due`,
      zone: 'kill',
    },
  ];
}

function zoneOf({ engagementRate, expectedEngagementRate, policy }: MonitoredVariant): Figure['zone'] {
  if (engagementRate === null) return undefined;
  const share = engagementRate / expectedEngagementRate;
  if (share < policy.killRatio) return 'kill';
  return share < policy.warnRatio ? 'warn' : undefined;
}

/** What a killed variant has come to since: on the curve it stands behind the numbers of the ending. */
function afterKill({
  laterViews: views,
  laterInteractions: interactions,
}: MonitoredVariant): readonly Figure[] {
  if (views === null || interactions === null) return [];
  const rate = views === 0 ? null : interactions / views;
  return [{ name: 'After the kill', value: rateWords(rate), compared: `of ${formatCount(views)} views` }];
}

function rateWords(rate: number | null): string {
  return rate === null ? '–' : formatRate(rate);
}

/** Nothing is known before the first sample, which is not the same as nothing there. */
function countWords(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}
