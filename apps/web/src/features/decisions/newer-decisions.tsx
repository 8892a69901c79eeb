'use client';

import { VisuallyHidden } from '@mantine/core';
import { ActButton } from '../../components/act-button';
import classes from './decisions.module.css';
import { PAGE } from './use-decisions';

interface Props {
  /** How many there are that the list does not show. */
  count: number;
  busy: boolean;
  show: () => void;
}

/** Says that the list has fallen behind, once to those who hear the page, and brings what is missing. */
export function NewerDecisions({ count, busy, show }: Props) {
  return (
    <div className={classes.newer}>
      <VisuallyHidden role="status">{count > 0 && 'There are newer decisions.'}</VisuallyHidden>
      {count > 0 && (
        <ActButton variant="filled" loading={busy} onClick={show}>
          {count === PAGE ? `${PAGE} or more` : count} newer {count === 1 ? 'decision' : 'decisions'}
        </ActButton>
      )}
    </div>
  );
}
