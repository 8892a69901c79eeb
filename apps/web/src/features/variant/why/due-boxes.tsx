import { formatCount, formatDuration } from '@cull/core';
import { Text } from '@mantine/core';
import { dueWords } from '../../../components/due-words';
import type { DueAndCame } from './due-and-came';
import classes from './due-boxes.module.css';

interface Props {
  counts: DueAndCame;
  /** From the posting to when it went bad, in milliseconds; null where it did not. */
  wentBadAfter: number | null;
  isLive: boolean;
  /** Whether fewer came than the kill threshold asks for. */
  isBelow: boolean;
}

/** The reason as two numbers: interactions that were due, and those that came. */
export function DueBoxes({ counts: { due, came, sinceDrop }, wentBadAfter, isLive, isBelow }: Props) {
  const since = sinceDrop && wentBadAfter !== null ? ` since ${formatDuration(wentBadAfter)}` : '';
  return (
    <dl className={classes.boxes}>
      <div className={classes.box}>
        <Text size="xs" component="dt">
          Interactions due{since === '' ? (isLive ? ' so far' : ' by then') : since}
        </Text>
        <dd>{dueWords(due)}</dd>
      </div>
      <div className={classes.box} data-below={isBelow || undefined}>
        <Text size="xs" component="dt">
          Came{since}
        </Text>
        <dd>{formatCount(came)}</dd>
      </div>
    </dl>
  );
}
