import { formatCount } from '@cull/core';
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { DotMark } from './dot-mark';
import type { BoundaryPolicy } from './edges';
import { EVIDENCE_ZONE, LITERAL_ZONE } from './zones';

const WIDTH = 22;
const HEIGHT = 12;
const MIDDLE = HEIGHT / 2;

const MARKS = [
  { kind: 'live', text: 'live' },
  { kind: 'warned', text: 'warned or went bad' },
  { kind: 'killed', text: 'killed' },
  { kind: 'ended', text: 'ended otherwise' },
] as const;

/** What each line, zone and mark of the boundary chart is. */
export function BoundaryLegend({ policy, hasTrail }: { policy: BoundaryPolicy; hasTrail: boolean }) {
  const { belowThreshold, evidence, minInteractions } = policy;
  return (
    <Group gap="4px 14px" component="ul" m={0} mb={6} p={0} style={{ listStyle: 'none' }}>
      {evidence.enabled && (
        <Entry text="evidence kills here">
          <rect width={WIDTH} height={HEIGHT} {...EVIDENCE_ZONE.area} />
          <line x2={WIDTH} y1={1} y2={1} {...EVIDENCE_ZONE.line} />
        </Entry>
      )}
      {belowThreshold.enabled && (
        <Entry text={`below threshold kills here, ${formatCount(minInteractions)}+ interactions`}>
          <rect width={WIDTH} height={HEIGHT} {...LITERAL_ZONE.area} />
        </Entry>
      )}
      <Entry text={evidence.healthyRatio === 1 ? 'as expected' : 'healthy'}>
        <line
          x2={WIDTH}
          y1={MIDDLE}
          y2={MIDDLE}
          stroke="var(--cull-good)"
          strokeWidth={1.5}
          strokeDasharray="10 4"
        />
      </Entry>
      {hasTrail && (
        <Entry text="this variant, and how it got there">
          <line x2={WIDTH} y1={MIDDLE} y2={MIDDLE} stroke="var(--cull-rate)" strokeWidth={1.5} />
        </Entry>
      )}
      {MARKS.map(({ kind, text }) => (
        <Entry key={kind} text={text}>
          <DotMark kind={kind} cx={WIDTH / 2} cy={MIDDLE} />
        </Entry>
      ))}
    </Group>
  );
}

function Entry({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Group gap={5} component="li" wrap="nowrap">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        {children}
      </svg>
      <Text size="xs">{text}</Text>
    </Group>
  );
}
