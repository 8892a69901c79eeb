'use client';

import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { DeadEnd } from '../../components/dead-end';
import { Failure } from '../../components/failure';
import { codeOf, useTRPC } from '../../trpc/provider';
import { SESSION } from './address';
import { PageSkeleton } from './page-skeleton';
import { SessionView } from './session-view';

const REFETCH_MS = 10_000;
const SHOWN_SESSIONS = 50;
/** What the API says of ids that are of nothing, or that nothing can have. */
const OF_NOTHING = ['NOT_FOUND', 'BAD_REQUEST'];

/** Everything about one variant: its newest session, or the one that the address names. */
export function VariantPage({ variantId }: { variantId: string }) {
  const trpc = useTRPC();
  const chosen = useSearchParams().get(SESSION);
  const query = useQuery({
    ...trpc.monitoring.status.queryOptions({ variantId, ...(chosen !== null && { monitoringId: chosen }) }),
    refetchInterval: REFETCH_MS,
  });
  const newest = useQuery({
    ...trpc.monitoring.status.queryOptions({ variantId }),
    enabled: chosen !== null,
    refetchInterval: REFETCH_MS,
  });
  const list = useQuery(trpc.monitoring.list.queryOptions({ variantId, limit: SHOWN_SESSIONS }));
  if (query.isPending || list.isPending || newest.isLoading) return <PageSkeleton />;
  const sessions = list.data?.items ?? [];
  const { data, error } = query;
  if (data !== undefined) {
    const isNewest = chosen === null || newest.data?.monitoringId === chosen;
    return <SessionView key={data.monitoringId} session={data} sessions={sessions} isNewest={isNewest} />;
  }
  if (!OF_NOTHING.includes(codeOf(error) ?? ''))
    return <Failure what="the variant" error={error} retry={() => void query.refetch()} />;
  return sessions.length === 0 ? (
    <DeadEnd title="There is no such variant">Nothing was ever posted under the id “{variantId}”.</DeadEnd>
  ) : (
    <DeadEnd
      title="There is no such session"
      actions={
        <Anchor component={Link} href={`/variants/${encodeURIComponent(variantId)}`} underline="always">
          To the newest session
        </Anchor>
      }
    >
      The variant “{variantId}” has no session “{chosen}”.
    </DeadEnd>
  );
}
