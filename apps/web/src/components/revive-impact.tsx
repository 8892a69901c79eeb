'use client';

import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../trpc/provider';
import { Instant } from './instant';

/** What a revival gives back, and what nobody can give back any more. */
export function ReviveImpact({ variantId }: { variantId: string }) {
  const trpc = useTRPC();
  const variant = useQuery(trpc.monitoring.variant.queryOptions({ variantId }));
  const session = useQuery(trpc.monitoring.status.queryOptions({ variantId }));
  if (variant.isPending || session.isPending) return <Skeleton height={60} />;
  if (variant.isError || session.isError)
    return <Text size="sm">Could not look up what a restore would bring back.</Text>;
  const killedAt = session.data.endedAt ?? '';
  // What an earlier kill has cancelled stays so. Times of the API sort as texts.
  const cancelled = variant.data.scheduledPosts.filter(
    ({ cancelledAt }) => cancelledAt !== null && cancelledAt >= killedAt,
  );
  const now = Date.now();
  const toCome = cancelled.filter(({ publishAt }) => Date.parse(publishAt) > now);
  const isDeleted = session.data.killSteps.some(
    ({ kind, state }) => kind === 'delete_post' && state === 'done',
  );
  return (
    <Text size="xs" component="ul" m={0} pl="md" data-testid="impact">
      {toCome.map(({ id, publishAt }) => (
        <li key={id}>
          Scheduled again: {id}, <Instant at={publishAt} />
        </li>
      ))}
      {toCome.length === 0 && <li>No upcoming scheduled posts to restore.</li>}
      {cancelled.length > toCome.length && (
        <li>{cancelled.length - toCome.length} whose publish time has passed stay cancelled.</li>
      )}
      {isDeleted && <li>The post itself was deleted at the source and stays deleted.</li>}
    </Text>
  );
}
