'use client';

import { Button, Paper, Skeleton } from '@mantine/core';
import { useDisclosure, useElementSize, useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Failure } from '../../../components/failure';
import type { MonitoredVariant } from '../../../trpc/types';
import { useFleet } from '../stream/use-fleet';
import { useRecorded } from '../stream/use-recorded';
import { countWords } from './filters/count-words';
import { EmptyList } from './filters/empty-list';
import { FilterBar } from './filters/filter-bar';
import { useFilters } from './filters/filters';
import { useFacets } from './filters/use-facets';
import { VerdictFilters } from './filters/verdict-filters';
import { countGroups } from './filters/verdict-groups';
import { useRootScale } from './order/use-root-scale';
import { useSorted } from './order/use-sorted';
import { useSteady } from './order/use-steady';
import { useWatchOnScreen } from './order/use-watch-on-screen';
import { useWindowRows } from './order/use-window-rows';
import { BulkBar } from './selection/bulk-bar';
import { Shortcuts } from './shortcuts';
import { useKeyboard } from './use-keyboard';
import { useLayout } from './use-layout';
import { useVariants } from './use-variants';
import { CARD_HEIGHT, CARD_WIDTH, VariantCards } from './variant-cards';
import classes from './variant-list.module.css';
import { ROW_HEIGHT, VariantTable } from './variant-table';

/** Where the decisions stand below the list, the riskiest must not push them hundreds of cards down. */
const SHOWN_ABOVE_DECISIONS = 20;
/** So many rows before the end of what is shown, more is asked for. */
const ASK_AHEAD = 20;
/** Nobody reads further, and a search that found nothing so far ends here. */
const MAX_LOADED = 5_000;

/** The live variants, riskiest first, or those that ended in one way, the last first. */
export function VariantList() {
  const [filters, onFilter] = useFilters();
  const fleet = useFleet(filters);
  const counts = useMemo(
    () => fleet.data && countGroups(fleet.data.items.map(({ verdict }) => verdict)),
    [fleet.data],
  );
  const [layout] = useLayout();
  const isWide = useMediaQuery('(min-width: 62em)', true);
  const isBesideDecisions = useMediaQuery('(min-width: 64em)', true);
  const [showsAll, setShowsAll] = useState(false);
  const isLive = filters.status === 'monitoring';
  const { query, variants: loaded } = useVariants(filters);
  const facets = useFacets(loaded);
  const matching = useSorted(loaded, filters);
  const steady = useSteady(matching, `${JSON.stringify(filters)} ${query.isPlaceholderData}`);
  const { isHeld } = steady;
  const isShort = !isBesideDecisions && !showsAll;
  const variants = useMemo(
    () => (isShort ? steady.rows.slice(0, SHOWN_ABOVE_DECISIONS) : steady.rows),
    [isShort, steady.rows],
  );

  const scale = useRootScale();
  const isTable = isWide && layout === 'table';
  const { ref: measured, width } = useElementSize();
  const columns = isTable ? 1 : Math.max(1, Math.floor(width / (CARD_WIDTH * scale)));
  const rows = useWindowRows({
    count: variants.length,
    height: isTable ? ROW_HEIGHT : CARD_HEIGHT,
    columns,
    scale,
    keyOf: useCallback((index: number) => variants[index]?.monitoringId ?? `${index}`, [variants]),
  });
  const live = isLive ? variants : NONE;
  const onScreen = live.slice(rows.standing.first, rows.standing.end);
  useWatchOnScreen(live, onScreen);
  const recorded = useRecorded(onScreen);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isCut = variants.length < steady.rows.length;
  const isNearEnd =
    !isCut && (rows.virtualizer.getVirtualItems().at(-1)?.index ?? 0) >= variants.length - ASK_AHEAD;
  // Another order than the server's has to know all of them; a verdict is known of loaded ones alone.
  const needsAll = isLive && (filters.order !== 'risk' || filters.verdict !== null);
  const wantsMore = (isNearEnd || needsAll) && hasNextPage && loaded.length < MAX_LOADED;
  const isSearching = wantsMore && (filters.text.trim() !== '' || needsAll);
  useEffect(() => {
    if (wantsMore && !isFetchingNextPage) void fetchNextPage();
  }, [wantsMore, isFetchingNextPage, fetchNextPage]);

  const searchInput = useRef<HTMLInputElement>(null);
  const [helps, help] = useDisclosure(false);
  const ids = useMemo(() => variants.map(({ monitoringId }) => monitoringId), [variants]);
  const chosenId = useKeyboard({
    ids,
    hasFocus: steady.hasFocus,
    show: (index) => rows.virtualizer.scrollToIndex(index, { align: 'auto' }),
    search: () => searchInput.current?.focus(),
    help: help.open,
  });

  return (
    <Paper withBorder component="section" aria-label="Variants" ref={measured} className={classes.list}>
      {isLive && (
        <VerdictFilters
          counts={counts}
          chosen={filters.verdict}
          onChoose={(verdict) => onFilter({ verdict })}
        />
      )}
      <FilterBar
        personas={facets.personas}
        campaigns={facets.campaigns}
        count={
          query.isSuccess
            ? countWords({ filters, count: matching.length, hasMore: hasNextPage, isSearching, isHeld })
            : ''
        }
        searchInput={searchInput}
        onHelp={help.open}
      />
      <Shortcuts opened={helps} onClose={help.close} />
      {query.isError && (
        <Failure what="the variants" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton height={320} />}
      {query.isSuccess && variants.length === 0 && (
        <EmptyList filters={filters} searched={loaded.length} isSearching={isSearching} />
      )}
      <div {...steady.around} style={{ opacity: query.isPlaceholderData ? OF_OTHER_FILTERS : 1 }}>
        {variants.length > 0 &&
          (isTable ? (
            <VariantTable
              variants={variants}
              recorded={recorded}
              isLive={isLive}
              chosenId={chosenId}
              rows={rows}
              order={filters.order}
              onOrder={(order) => onFilter({ order })}
            />
          ) : (
            <VariantCards
              variants={variants}
              recorded={recorded}
              columns={columns}
              chosenId={chosenId}
              rows={rows}
            />
          ))}
      </div>
      {isLive && <BulkBar variants={variants} />}
      {isCut && (
        <Button variant="default" size="sm" onClick={() => setShowsAll(true)}>
          Show all {steady.rows.length}
        </Button>
      )}
    </Paper>
  );
}

const NONE: readonly MonitoredVariant[] = [];
/** Rows of the filters before, until those of the new ones come. */
const OF_OTHER_FILTERS = 0.5;
