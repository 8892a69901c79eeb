'use client';

import { Code, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';

/** Why there is nothing to see, and how to change that. */
export function EmptyList({ isFiltered, isLive }: { isFiltered: boolean; isLive: boolean }) {
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  if (isFiltered) return <Empty title="Nothing matches">No variant fits the filters above.</Empty>;
  if (!isLive)
    return <Empty title="Nothing has ended yet">Kills, time-outs and stops will be listed here.</Empty>;
  return (
    <Empty title="No variant is live">
      Tell Cull of a post and it is watched from that moment:
      <Code block mt="xs">
        {`curl ${origin}/api/trpc/variants.posted \\
  -H "authorization: Bearer $CULL_API_KEY" -H "content-type: application/json" \\
  -d '{"variantId":"first","personaId":"me","postId":"123","expectedEngagementRate":0.06,"source":"push"}'`}
      </Code>
    </Empty>
  );
}

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="lg">
      <Stack gap={4}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Text size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
