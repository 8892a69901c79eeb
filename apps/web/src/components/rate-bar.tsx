import { formatRate } from '@cull/core';
import { Box, Group, Text } from '@mantine/core';
import classes from './rate-bar.module.css';

interface Props {
  /** Interactions a view; null before there are any views. */
  rate: number | null;
  expected: number;
  killRatio: number;
}

/** The engagement rate as a number and against what was expected: the bar's end is the expected rate, the tick the kill line. */
export function RateBar({ rate, expected, killRatio }: Props) {
  const share = rate === null ? 0 : Math.min(1, rate / expected);
  return (
    <Group gap={8} wrap="nowrap">
      <Text size="sm" ta="right" w={56} fw={600}>
        {rate === null ? '–' : formatRate(rate)}
      </Text>
      <Box className={classes.track} data-below={share < killRatio || undefined} aria-hidden>
        <div className={classes.fill} style={{ width: `${share * 100}%` }} />
        <div className={classes.tick} style={{ left: `${killRatio * 100}%` }} />
      </Box>
      <Text size="xs" c="var(--cull-muted)" w={64}>
        of {formatRate(expected)}
      </Text>
    </Group>
  );
}
