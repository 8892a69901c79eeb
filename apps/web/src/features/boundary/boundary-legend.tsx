import { Group, Text } from '@mantine/core';
import { DotMark } from './dot-mark';
import type { DotKind } from './dots';

const SIZE = 14;
const MIDDLE = SIZE / 2;

const WORDS = {
  live: 'live',
  warned: 'warned or went bad',
  at_risk: 'at risk, or a kill waits',
  killed: 'killed',
  ended: 'ended otherwise',
} as const satisfies Record<DotKind, string>;

/** What each mark of the boundary chart is; the lines and zones have their names on them. */
export function BoundaryLegend({ kinds, isTrailed }: { kinds: readonly DotKind[]; isTrailed: string }) {
  return (
    <Group gap="4px 14px" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {kinds.map((kind) => (
        <Group key={kind} gap={4} component="li" wrap="nowrap">
          <svg width={SIZE} height={SIZE} aria-hidden="true">
            <DotMark kind={kind} cx={MIDDLE} cy={MIDDLE} />
          </svg>
          <Text size="xs" c="var(--cull-muted)">
            {WORDS[kind]}
          </Text>
        </Group>
      ))}
      <Text size="xs" c="var(--cull-muted)" component="li">
        {isTrailed}
      </Text>
    </Group>
  );
}
