'use client';

import { Alert, Button, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Command } from './command';
import classes from './command.module.css';

interface Props {
  /** What it is, as `the key of orchestrator`. */
  name: string;
  secret: string;
  onDone: () => void;
}

/** Something that is shown this once, to be copied; it takes the focus when it comes. */
export function SecretOnce({ name, secret, onDone }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      color="good"
      title={`Copy ${name} now`}
      role="status"
      my="xs"
      classNames={{ label: classes.title }}
    >
      <Text size="sm" mb={6}>
        This is shown only once.
      </Text>
      <Command text={secret} name={name} />
      <Button size="compact-xs" variant="default" mt="xs" onClick={onDone}>
        Done
      </Button>
    </Alert>
  );
}
