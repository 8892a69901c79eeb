import { formatCount, formatDuration, formatRate } from '@cull/core';
import { Paper, Text } from '@mantine/core';
import { dueWords } from '../../../components/due-words';
import { clockTime } from '../../../components/instant';
import type { CurvePoint } from './curve';

interface Props {
  point: CurvePoint | undefined;
  /** When it was posted, epoch milliseconds. */
  begin: number;
}

/** The exact counts under the pointer. */
export function Reading({ point, begin }: Props) {
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
      {point.bound !== null && <Text size="xs">plausible ER at most {formatRate(point.bound)}</Text>}
      <Text size="xs" c="var(--cull-muted)">
        +{formatDuration(point.at - begin)}, {clockTime(new Date(point.at))}
      </Text>
    </Paper>
  );
}
