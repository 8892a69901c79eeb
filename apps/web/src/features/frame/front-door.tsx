import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Mark } from '../../components/mark';
import classes from './front-door.module.css';

interface FrontDoorProps {
  /** What went wrong, in a sentence. */
  readonly problem: string | undefined;
  /** Left out where nothing is asked for. */
  readonly onSubmit?: (event: FormEvent) => Promise<void>;
  /** The fields, and the button. */
  readonly children: ReactNode;
}

/** The frame of what people see who are not signed in. */
export function FrontDoor({ problem, onSubmit, children }: FrontDoorProps) {
  const content = (
    <Stack>
      {problem !== undefined && (
        <Alert color="kill" role="alert">
          {problem}
        </Alert>
      )}
      {children}
    </Stack>
  );
  return (
    <main className={classes.door}>
      <header className={classes.head}>
        <Mark size={40} />
        <Title order={1}>Cull</Title>
        <Text c="var(--cull-muted)">The early kill switch for content variants</Text>
      </header>
      <Paper withBorder p="xl" w={380} maw="100%" shadow="xs">
        {onSubmit === undefined ? content : <form onSubmit={(event) => void onSubmit(event)}>{content}</form>}
      </Paper>
    </main>
  );
}
