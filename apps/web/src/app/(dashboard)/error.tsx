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
      title="Something went wrong on this page"
      actions={
        <Button size="xs" variant="default" onClick={tryAgain}>
          Try again
        </Button>
      }
    >
      {error.message} Monitoring and kills aren’t affected.
    </DeadEnd>
  );
}
