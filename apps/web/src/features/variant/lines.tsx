import { formatRate } from '@cull/core';
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MonitoredVariant } from '../../trpc/types';

/** A line that the curve is seen against; the dashes tell them apart without their colours. */
export interface GuideLine {
  readonly name: string;
  readonly rate: number;
  readonly colour: string;
  readonly dashes: string;
}

/** From the rate up to what the evidence does not rule out. */
export const BAND = { colour: 'var(--cull-accent)', opacity: 0.16 } as const;

const WIDTH = 26;
const HEIGHT = 8;

export function linesOf({ expectedEngagementRate: expected, policy }: MonitoredVariant): GuideLine[] {
  return [
    { name: 'expected', rate: expected, colour: 'var(--cull-good)', dashes: '10 4' },
    { name: 'warn', rate: expected * policy.warnRatio, colour: 'var(--cull-warn)', dashes: '5 4' },
    { name: 'kill', rate: expected * policy.killRatio, colour: 'var(--cull-kill)', dashes: '2 3' },
  ];
}

interface Props {
  lines: readonly GuideLine[];
  hasBand: boolean;
}

/** What each line of the curve is, with its rate, and what the band is. */
export function Legend({ lines, hasBand }: Props) {
  return (
    <Group gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {lines.map(({ name, rate, colour, dashes }) => (
        <Entry key={name} text={`${name} ${formatRate(rate)}`}>
          <line x2={WIDTH} y1={4} y2={4} stroke={colour} strokeWidth={2} strokeDasharray={dashes} />
        </Entry>
      ))}
      {hasBand && (
        <Entry text="not ruled out by the evidence">
          <rect width={WIDTH} height={HEIGHT} fill={BAND.colour} fillOpacity={BAND.opacity} />
        </Entry>
      )}
    </Group>
  );
}

function Entry({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Group gap={6} component="li" wrap="nowrap">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        {children}
      </svg>
      <Text size="xs">{text}</Text>
    </Group>
  );
}
