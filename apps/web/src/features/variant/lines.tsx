import { formatRate } from '@cull/core';
import { Group, Text } from '@mantine/core';
import type { MonitoredVariant } from '../../trpc/types';

/** A line that the curve is seen against; the dashes tell them apart without their colours. */
export interface GuideLine {
  readonly name: string;
  readonly rate: number;
  readonly colour: string;
  readonly dashes: string;
}

export function linesOf({ expectedEngagementRate: expected, policy }: MonitoredVariant): GuideLine[] {
  return [
    { name: 'expected', rate: expected, colour: 'var(--cull-good)', dashes: '10 4' },
    { name: 'warn', rate: expected * policy.warnRatio, colour: 'var(--cull-warn)', dashes: '5 4' },
    { name: 'kill', rate: expected * policy.killRatio, colour: 'var(--cull-kill)', dashes: '2 3' },
  ];
}

/** What each line of the curve is, with its rate. */
export function Legend({ lines }: { lines: readonly GuideLine[] }) {
  return (
    <Group gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {lines.map(({ name, rate, colour, dashes }) => (
        <Group key={name} gap={6} component="li" wrap="nowrap">
          <svg width={26} height={8} aria-hidden="true">
            <line x1={0} x2={26} y1={4} y2={4} stroke={colour} strokeWidth={2} strokeDasharray={dashes} />
          </svg>
          <Text size="xs">
            {name} {formatRate(rate)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
