'use client';

import { Button, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Failure } from '../../components/failure';
import { useTRPC } from '../../trpc/provider';
import type { MonitoredVariant } from '../../trpc/types';
import { EmptyList } from './empty-list';
import { FilterBar } from './filter-bar';
import { useFilters } from './filters';
import { watch } from './live-store';
import { VariantCards } from './variant-cards';
import { VariantTable } from './variant-table';

const PAGE = 100;
/** The API's limit for one list. */
const MAX_SHOWN = 500;
const REFETCH_MS = 5_000;
const WATCH_PART = 'list';
/** Those below are as fresh as the list itself; with more, every change of rank would open a new stream. */
const MAX_WATCHED = 150;
const NONE: readonly MonitoredVariant[] = [];

/** The live variants, riskiest first, or those that ended in one way, newest first. */
export function VariantList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useFilters();
  const isWide = useMediaQuery('(min-width: 62em)', true);
  const { status, personaId, text } = filters;
  const isLive = status === 'monitoring';
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({
      status,
      sort: isLive ? 'risk' : 'newest',
      ...(personaId !== '' && { personaId }),
      limit,
    }),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  const items = query.data?.items ?? NONE;
  const variants = useMemo(
    () => items.filter((item) => matches(item, text)).sort(newestEndingFirst),
    [items, text],
  );
  useWatch(isLive ? variants : NONE);
  const personas = [...new Set([personaId, ...items.map((item) => item.personaId)])]
    .filter((id) => id !== '')
    .sort();
  const hasMore = query.data !== undefined && query.data.nextCursor !== null;

  return (
    <Stack gap="xs" component="section" aria-label="Variants">
      <FilterBar
        filters={filters}
        onChange={setFilters}
        personas={personas}
        count={query.data === undefined ? '' : countWords(variants.length, hasMore, isLive)}
      />
      {query.isError && (
        <Failure what="the variants" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={320} />}
      {query.isSuccess && variants.length === 0 && <EmptyList filters={filters} searched={items.length} />}
      {variants.length > 0 &&
        (isWide ? (
          <VariantTable variants={variants} isLive={isLive} />
        ) : (
          <VariantCards variants={variants} />
        ))}
      {hasMore && limit < MAX_SHOWN && (
        <Button variant="default" size="xs" onClick={() => setLimit(limit + PAGE)}>
          Show {PAGE} more
        </Button>
      )}
    </Stack>
  );
}

function useWatch(variants: readonly MonitoredVariant[]): void {
  const ids = variants
    .slice(0, MAX_WATCHED)
    .map(({ monitoringId }) => monitoringId)
    .join(' ');
  useEffect(() => {
    watch(WATCH_PART, ids === '' ? [] : ids.split(' '));
  }, [ids]);
  useEffect(() => () => watch(WATCH_PART, []), []);
}

function countWords(count: number, hasMore: boolean, isLive: boolean): string {
  if (!hasMore) return `${count} shown`;
  return isLive ? `The ${count} riskiest shown` : `The ${count} newest shown`;
}

/** Leaves live variants as they come, by risk. */
function newestEndingFirst(a: MonitoredVariant, b: MonitoredVariant): number {
  return Date.parse(b.endedAt ?? '') - Date.parse(a.endedAt ?? '') || 0;
}

function matches({ variantId, personaId, campaignId }: MonitoredVariant, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [variantId, personaId, campaignId ?? ''].some((id) => id.toLowerCase().includes(wanted));
}
