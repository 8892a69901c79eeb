'use client';

import { Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { OlderButton } from '../../components/older-button';
import { Panel } from '../../components/panel';
import tables from '../../components/table.module.css';
import { useAddress } from '../../components/use-address';
import { useTRPC, useTRPCClient } from '../../trpc/provider';
import { auditFilterOf } from './audit-filter';
import { AuditFilterForm } from './audit-filter-form';

const PAGE = 50;
/** A page has no cursor before it. */
const FIRST: string | null = null;
/** Who did what, when, to what, from where and why. */
export function AuditTrail() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [get, change] = useAddress();
  const filter = auditFilterOf(get);
  const query = useInfiniteQuery({
    queryKey: [...trpc.audit.list.pathKey(), filter],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query(
        { ...filter, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: FIRST,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Audit trail">
      <AuditFilterForm
        get={get}
        onChange={change}
        href={`/api/audit?${new URLSearchParams({ ...filter, format: 'csv' })}`}
      />
      {query.isPending && <Skeleton height={300} />}
      {query.isError && (
        <Failure what="the audit trail" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isSuccess && entries.length === 0 && (
        <Text size="sm">No results. Filters need exact values: pick one of the suggestions.</Text>
      )}
      {entries.length > 0 && (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">To what</th>
              <th scope="col">Why</th>
              <th scope="col">Result</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ entryId, at, actor, action, target, reason, result, message, address }) => (
              <tr key={entryId}>
                <td data-label="When">
                  <Instant at={at} />
                </td>
                <th scope="row">{actor}</th>
                <td data-label="What">{action}</td>
                <td data-label="To what">{target}</td>
                <td data-label="Why">{reason}</td>
                <td data-label="Result">
                  {result ?? 'unknown'}
                  {message !== null && `: ${message}`}
                </td>
                <td data-label="From">{address}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <OlderButton list={query} />
    </Panel>
  );
}
