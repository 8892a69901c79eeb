'use client';

import { useLocalStorage } from '@mantine/hooks';

/** How this browser lays the list out where there is room for both. */
export function useLayout() {
  return useLocalStorage<'table' | 'cards'>({ key: 'cull-layout', defaultValue: 'table' });
}
