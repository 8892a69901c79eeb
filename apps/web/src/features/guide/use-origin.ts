'use client';

import { useSyncExternalStore } from 'react';

const neverChanges = () => () => {};

/** This dashboard's address, as the reader's browser knows it; empty until the page is alive. */
export function useOrigin(): string {
  return useSyncExternalStore(
    neverChanges,
    () => window.location.origin,
    () => '',
  );
}
