'use client';

import { formatCountOf, formatRate } from '@cull/core';
import { createPortal } from 'react-dom';
import { useActiveTooltipLabel } from 'recharts';
import { clockTime } from '../../../components/instant';
import type { CurvePoint } from './curve';

interface Props {
  points: readonly CurvePoint[];
  /** What is put here, screen readers say. */
  voice: HTMLElement;
}

/** Says the reading that the chart around it points at. */
export function SpokenReading({ points, voice }: Props) {
  const label = useActiveTooltipLabel();
  const point = points.find(({ at }) => at === label);
  if (point === undefined) return null;
  const { at, rate, interactions, views } = point;
  const counts = `${formatCountOf(interactions, 'interaction')}, ${formatCountOf(views, 'view')}`;
  return createPortal(`${clockTime(new Date(at))}: ${formatRate(rate)}, ${counts}`, voice);
}
