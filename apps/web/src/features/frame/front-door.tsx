import { Alert, Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

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
      <div>
        <Title order={1} size="h2">
          Cull
        </Title>
        <Text c="var(--cull-muted)">The early kill switch for content variants</Text>
      </div>
      {problem !== undefined && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      {children}
    </Stack>
  );
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%">
        {onSubmit === undefined ? content : <form onSubmit={(event) => void onSubmit(event)}>{content}</form>}
      </Paper>
    </Center>
  );
}
