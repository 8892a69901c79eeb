'use client';

import { Group, SegmentedControl, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Failure } from '../../components/failure';
import { useTRPC } from '../../trpc/provider';
import { EmptyList } from './empty-list';
import { useFilters } from './filters';
import { watch } from './live-store';
import { type ListedVariant, VariantCards } from './variant-cards';
import { VariantTable } from './variant-table';

const LIMIT = 200;
const REFETCH_MS = 5_000;
const WATCH_PART = 'list';

/** The variants, riskiest first, or those that have ended, newest first. */
export function VariantList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useFilters();
  const isWide = useMediaQuery('(min-width: 62em)', true);
  const isLive = filters.shows === 'live';
  const query = useQuery({
    ...trpc.monitoring.list.queryOptions({
      ...(isLive ? { status: 'monitoring', sort: 'risk' } : { sort: 'newest' }),
      ...(filters.personaId !== '' && { personaId: filters.personaId }),
      limit: LIMIT,
    }),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
  const variants = useMemo(
    () =>
      (query.data?.items ?? []).filter(
        (item) => matches(item, filters.text) && (isLive || item.status !== 'monitoring'),
      ),
    [query.data, filters.text, isLive],
  );
  const shownIds = variants.map(({ monitoringId }) => monitoringId).join(' ');
  useEffect(() => {
    watch(WATCH_PART, shownIds === '' || !isLive ? [] : shownIds.split(' '));
    return () => watch(WATCH_PART, []);
  }, [shownIds, isLive]);
  const personas = [
    ...new Set([filters.personaId, ...(query.data?.items ?? []).map((item) => item.personaId)]),
  ]
    .filter((id) => id !== '')
    .sort();

  return (
    <Stack gap="xs" component="section" aria-label="Variants">
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label="Which variants"
          value={filters.shows}
          onChange={(value) => setFilters({ shows: value === 'ended' ? 'ended' : 'live' })}
          data={[
            { value: 'live', label: 'Live' },
            { value: 'ended', label: 'Ended' },
          ]}
        />
        <Select
          size="xs"
          aria-label="Persona"
          placeholder="All personas"
          clearable
          data={personas}
          value={filters.personaId === '' ? null : filters.personaId}
          onChange={(value) => setFilters({ personaId: value ?? '' })}
        />
        <TextInput
          size="xs"
          aria-label="Search by id"
          placeholder="Search by id"
          value={filters.text}
          onChange={(event) => setFilters({ text: event.currentTarget.value })}
        />
        <Text size="xs" c="var(--cull-muted)" role="status">
          {query.data === undefined
            ? ''
            : `${variants.length}${query.data.nextCursor === null ? '' : '+'} shown`}
        </Text>
      </Group>
      {query.isError && (
        <Failure what="the variants" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={320} />}
      {query.isSuccess && variants.length === 0 && (
        <EmptyList isFiltered={filters.personaId !== '' || filters.text !== ''} isLive={isLive} />
      )}
      {variants.length > 0 &&
        (isWide ? <VariantTable variants={variants} /> : <VariantCards variants={variants} />)}
    </Stack>
  );
}

function matches({ variantId, personaId, campaignId }: ListedVariant, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [variantId, personaId, campaignId ?? ''].some((id) => id.toLowerCase().includes(wanted));
}
