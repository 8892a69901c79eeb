'use client';

import { Group, SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import { useAddress } from '../../components/use-address';
import { useSince } from '../../components/use-since';
import { Calibration } from './calibration';
import { FalseKills } from './false-kills';
import { KillsOverTime } from './kills-over-time';
import { OutcomePanels } from './outcomes/outcomes';
import { PresetComparison } from './preset-comparison';
import { Reactions } from './reactions';
import { SpareGroup } from './spare-group';

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
  const lengthMs = Number(days) * DAY_MS;
  const since = useSince(lengthMs);
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
      {/* Keyed: the figures of one period must not stand under the name of another while its own come. */}
      <Stack key={days} gap="sm">
        <KillsOverTime since={since} />
        <OutcomePanels since={since} />
        <Calibration since={since} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          <FalseKills since={since} />
          <SpareGroup since={since} />
        </SimpleGrid>
        <Reactions since={since} />
        <PresetComparison lengthMs={lengthMs} />
      </Stack>
    </Stack>
  );
}
