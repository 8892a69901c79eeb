'use client';

import { useSyncExternalStore } from 'react';

const USUAL_PX = 16;
/** It changes with the browser's settings alone. */
const subscribe = () => () => {};
const read = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_PX;

/** By how much the reader's letters are larger than usual: 1 for most, 2 where they are doubled. */
export function useRootScale(): number {
  return useSyncExternalStore(subscribe, read, () => 1);
}
