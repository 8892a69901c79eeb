'use client';

import { Group, SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useAddress } from '../../components/use-address';
import { Calibration } from './calibration';
import { KillsOverTime } from './kills-over-time';
import { PresetComparison } from './preset-comparison';
import { Reactions } from './reactions';
import { Regrets } from './regrets';

const DAY_MS = 86_400_000;

const PERIODS = [
  { value: '1', label: '24 hours' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
] as const;

/** What the account's own history says of the kills, the expectations and the thresholds. */
export function InsightsPage() {
  const [get, change] = useAddress();
  const days = PERIODS.find(({ value }) => value === get('days'))?.value ?? '7';
  // Fixed while one looks, or every drawing would ask for another period.
  const since = useMemo(() => new Date(Date.now() - Number(days) * DAY_MS).toISOString(), [days]);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Insights
        </Title>
        <SegmentedControl
          size="xs"
          aria-label="Period"
          data={PERIODS.map(({ value, label }) => ({ value, label }))}
          value={days}
          onChange={(value) => change({ days: value === '7' ? '' : value })}
        />
      </Group>
      <KillsOverTime since={since} />
      <Calibration since={since} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        <Regrets since={since} />
        <Reactions since={since} />
      </SimpleGrid>
      <PresetComparison since={since} />
    </Stack>
  );
}
