'use client';

import { Blockquote, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';

/** What was posted, whether it may still be used, and what of it is still to come. */
export function Message({ variantId }: { variantId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.monitoring.variant.queryOptions({ variantId }));
  if (data === undefined) return null;
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby="message">
      <Title order={2} size="h6" id="message">
        Message
      </Title>
      {data.content !== null && (
        <Blockquote p="xs" my={6} fz="sm">
          {data.content}
        </Blockquote>
      )}
      <Text size="sm" data-testid="pool">
        {data.inPool
          ? 'In the pool.'
          : `Out of the pool${data.leftPoolReason === null ? '' : ` (${data.leftPoolReason})`}.`}
      </Text>
      {data.scheduledPosts.map(({ id, publishAt, cancelledAt }) => (
        <Text size="sm" key={id} data-testid="scheduled-post">
          Scheduled post {id}, {new Date(publishAt).toLocaleString()}:{' '}
          {cancelledAt === null ? 'to be published' : 'cancelled'}
        </Text>
      ))}
    </Paper>
  );
}
