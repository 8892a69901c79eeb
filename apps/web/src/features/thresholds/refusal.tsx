import { Alert, Button } from '@mantine/core';
import { codeOf } from '../../trpc/provider';

/** Why the server did not save, and what to do where somebody else was quicker. */
export function Refusal({ error, onLookAgain }: { error: { message: string }; onLookAgain: () => void }) {
  const isConflict = codeOf(error) === 'CONFLICT';
  return (
    <Alert color="red" mt="sm" role="alert" title={isConflict ? 'Somebody else was quicker' : 'Not saved'}>
      {isConflict ? 'This scope was changed while you were editing it.' : error.message}
      {isConflict && (
        <Button size="compact-sm" variant="default" ml="sm" onClick={onLookAgain}>
          Load their values, keep my changes
        </Button>
      )}
    </Alert>
  );
}
