import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';

/** Says what could not be had, in the server's words, and offers to try again. */
export function Failure({
  what,
  error,
  retry,
}: {
  what: string;
  error: { message: string };
  retry: () => void;
}) {
  return (
    <Alert color="kill" icon={<IconAlertCircle size={18} />} title={`Could not load ${what}`} role="alert">
      <Group justify="space-between">
        <Text size="sm">{error.message}</Text>
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}
