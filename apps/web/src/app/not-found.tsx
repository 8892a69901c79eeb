'use client';

import { Anchor, Center, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';

export default function NotFound() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack gap="xs" align="center">
        <Title order={1} size="h3">
          There is no such page
        </Title>
        <Text c="var(--cull-muted)">The address may be mistyped, or what it showed is gone.</Text>
        <Anchor component={Link} href="/" underline="always">
          To the live variants
        </Anchor>
      </Stack>
    </Center>
  );
}
