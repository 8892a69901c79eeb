'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/provider';
import { untilNextLook } from './next-look';
import type { Subject } from './scopes';

/** All overrides that are active; one that ends by itself goes when it does. */
export function useOverrides() {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.thresholds.list.queryOptions(),
    refetchInterval: ({ state }) => untilNextLook(state.data?.items ?? [], Date.now()),
  });
}

/** The thresholds that apply to a subject, with the overrides that they come from, as long as those last. */
export function useEffective(subject: Subject) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.thresholds.effective.queryOptions({ ...subject }),
    refetchInterval: ({ state }) => untilNextLook(state.data?.scopes ?? [], Date.now()),
  });
}
