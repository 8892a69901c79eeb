'use client';

import { useLocalStorage } from '@mantine/hooks';

/** Whether single letters act; who dictates to the computer turns them off. */
export function useShortcutsSwitch() {
  return useLocalStorage({ key: 'cull-shortcuts', defaultValue: true });
}
