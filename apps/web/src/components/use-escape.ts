'use client';

import { useWindowEvent } from '@mantine/hooks';

/**
 * Escape closes what is open, wherever the focus is: it takes a moment to get into what has just opened, and
 * people who change their mind are faster.
 */
export function useEscape(opened: boolean, close: () => void): void {
  useWindowEvent('keydown', ({ key, defaultPrevented }) => {
    if (opened && key === 'Escape' && !defaultPrevented) close();
  });
}
