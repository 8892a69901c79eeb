'use client';

import { Anchor, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What happened, in a sentence or two. */
  children: ReactNode;
  /** What can be done besides going home. */
  actions?: ReactNode;
}

/** A page that has nothing to show: what happened, and the ways on. */
export function DeadEnd({ title, children, actions }: Props) {
  return (
    <Stack gap="xs" align="center" ta="center" p="xl" style={{ overflowWrap: 'anywhere' }}>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="var(--cull-muted)">{children}</Text>
      {actions}
      <Anchor component={Link} href="/" underline="always">
        Back to Live
      </Anchor>
    </Stack>
  );
}
