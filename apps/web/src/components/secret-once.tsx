'use client';

import { Alert, Button, Text } from '@mantine/core';
import { Command } from './command';

interface Props {
  /** What it is, as `the key of orchestrator`. */
  name: string;
  secret: string;
  onDone: () => void;
}

/** Something that is shown this once, to be copied. */
export function SecretOnce({ name, secret, onDone }: Props) {
  return (
    <Alert color="teal" title={`Copy ${name} now`} role="status" my="xs">
      <Text size="sm" mb={6}>
        It is shown this once: Cull keeps nothing that it could be shown from again.
      </Text>
      <Command text={secret} name={name} />
      <Button size="compact-xs" variant="default" mt="xs" onClick={onDone}>
        I have it
      </Button>
    </Alert>
  );
}
