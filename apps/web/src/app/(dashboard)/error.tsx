'use client';

import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { DeadEnd } from '../../components/dead-end';

interface Props {
  error: Error;
  reset: () => void;
}

/** In the place of a page that failed; the frame around it stays. */
export default function PageFailure({ error, reset }: Props) {
  const queryClient = useQueryClient();
  const tryAgain = () => {
    // With the answers that it failed over it would fail again.
    queryClient.removeQueries({ type: 'inactive' });
    reset();
  };
  return (
    <DeadEnd
      title="This page could not be shown"
      actions={
        <Button size="xs" variant="default" onClick={tryAgain}>
          Try again
        </Button>
      }
    >
      The dashboard made a mistake: {error.message} The monitoring is not touched by it.
    </DeadEnd>
  );
}
