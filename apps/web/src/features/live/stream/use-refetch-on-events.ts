'use client';

import { type Query, type QueryFilters, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../../../trpc/provider';
import { askAgain } from './ask-again';
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
    let pacesChanged = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refetch = () => {
      timer = undefined;
      const lists = [trpc.monitoring.list.pathKey(), trpc.decisions.list.pathKey()].map((queryKey) => ({
        queryKey,
        predicate: ({ state }: Query) => !hasManyPages(state.data),
      }));
      const rest = policiesChanged
        ? [trpc.thresholds, trpc.monitoring, trpc.insights.notices].map((about) => ({
            queryKey: about.pathKey(),
          }))
        : [aboutAnyOf(touched)];
      // How often a variant is checked is said with its status.
      if (pacesChanged) rest.push({ queryKey: trpc.monitoring.status.pathKey() });
      void askAgain(queryClient, [...lists, ...rest]);
      touched.clear();
      policiesChanged = false;
      pacesChanged = false;
    };
    // Each frame brings one event.
    const unsubscribe = useLive.subscribe(({ newestEvent }, before) => {
      if (newestEvent === null || newestEvent === before.newestEvent) return;
      const { variantId, monitoringId, type } = newestEvent;
      if (variantId !== null) touched.add(variantId);
      if (monitoringId !== null) touched.add(monitoringId);
      policiesChanged ||= type === 'policy.changed';
      pacesChanged ||= type === 'engine.behind' || type === 'engine.caught_up';
      timer ??= setTimeout(refetch, REFETCH_EVERY_MS);
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

/** Queries name what they are about in their input, as `variantId` or `monitoringId`. */
function aboutAnyOf(touched: ReadonlySet<string>): QueryFilters {
  const ids = new Set(touched);
  return { predicate: ({ queryKey }) => ids.has(subjectOf(queryKey) ?? '') };
}

function subjectOf([, details]: readonly unknown[]): string | undefined {
  if (typeof details !== 'object' || details === null || !('input' in details)) return undefined;
  const { input } = details;
  if (typeof input !== 'object' || input === null) return undefined;
  if ('variantId' in input && typeof input.variantId === 'string') return input.variantId;
  if ('monitoringId' in input && typeof input.monitoringId === 'string') return input.monitoringId;
  return undefined;
}
