import { Alert, Center, Paper, Stack, Text, Title } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

interface FrontDoorProps {
  /** What went wrong, in a sentence. */
  readonly problem: string | null;
  readonly onSubmit: (event: FormEvent) => Promise<void>;
  /** The fields, and the button. */
  readonly children: ReactNode;
}

/** The frame of what people see who are not signed in. */
export function FrontDoor({ problem, onSubmit, children }: FrontDoorProps) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%">
        <form onSubmit={(event) => void onSubmit(event)}>
          <Stack>
            <div>
              <Title order={1} size="h2">
                Cull
              </Title>
              <Text c="var(--cull-muted)">The early kill switch for content variants</Text>
            </div>
            {problem !== null && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            {children}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
