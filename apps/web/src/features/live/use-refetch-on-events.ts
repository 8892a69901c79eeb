'use client';

import type { EventFrame } from '@cull/api';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../../trpc/provider';
import { useLive } from './live-store';

/** However fast events come, nothing is asked for more often than this. */
const REFETCH_EVERY_MS = 1_500;

/** What an event has made out of date is asked for again: lists always, the rest only of the variant it is about. */
export function useRefetchOnEvents(): void {
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    const touched = new Set<string>();
    let policiesChanged = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refetch = () => {
      timer = undefined;
      void queryClient.invalidateQueries({
        queryKey: trpc.monitoring.list.pathKey(),
        predicate: ({ state }) => !hasManyPages(state.data),
      });
      if (policiesChanged) {
        void queryClient.invalidateQueries({ queryKey: trpc.thresholds.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.monitoring.pathKey() });
      } else {
        invalidateSubjects(queryClient, touched);
      }
      touched.clear();
      policiesChanged = false;
    };
    const unsubscribe = useLive.subscribe(({ events }, before) => {
      for (const event of newestOf(events, before.events)) {
        if (event.variantId !== null) touched.add(event.variantId);
        if (event.monitoringId !== null) touched.add(event.monitoringId);
        policiesChanged ||= event.type === 'policy.changed';
        timer ??= setTimeout(refetch, REFETCH_EVERY_MS);
      }
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [queryClient, trpc]);
}

/** A list that somebody has scrolled far down in keeps to its own pace: all its pages would be asked for again. */
function hasManyPages(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('pages' in data)) return false;
  return Array.isArray(data.pages) && data.pages.length > 1;
}

function newestOf(events: readonly EventFrame[], before: readonly EventFrame[]): readonly EventFrame[] {
  if (events === before) return [];
  const known = before[0]?.id;
  const end = events.findIndex(({ id }) => id === known);
  return end === -1 ? events : events.slice(0, end);
}

/** Queries name what they are about in their input, as `variantId` or `monitoringId`. */
function invalidateSubjects(queryClient: QueryClient, touched: ReadonlySet<string>): void {
  if (touched.size === 0) return;
  const ids = new Set(touched);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => ids.has(subjectOf(queryKey) ?? ''),
  });
}

function subjectOf([, details]: readonly unknown[]): string | undefined {
  if (typeof details !== 'object' || details === null || !('input' in details)) return undefined;
  const { input } = details;
  if (typeof input !== 'object' || input === null) return undefined;
  if ('variantId' in input && typeof input.variantId === 'string') return input.variantId;
  if ('monitoringId' in input && typeof input.monitoringId === 'string') return input.monitoringId;
  return undefined;
}
