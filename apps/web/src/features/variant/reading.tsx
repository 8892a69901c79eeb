import { formatCount, formatRate } from '@cull/core';
import { Paper, Text } from '@mantine/core';
import { dueWords } from '../../components/due-words';
import { clockTime } from '../../components/instant';
import type { CurvePoint } from './curve';

/** The exact counts under the pointer. */
export function Reading({ point }: { point: CurvePoint | undefined }) {
  if (point === undefined) return null;
  return (
    <Paper withBorder p="xs" shadow="sm">
      <Text size="sm" fw={600}>
        {formatRate(point.rate)}
      </Text>
      <Text size="xs">
        {formatCount(point.interactions)} interactions, {formatCount(point.views)} views
        {point.due !== null && `, ${dueWords(point.due)} due`}
      </Text>
      <Text size="xs" c="var(--cull-muted)">
        {clockTime(new Date(point.at))}
      </Text>
    </Paper>
  );
}
