'use client';

import { useEffect } from 'react';
import { isOfPage, reloadOnce } from './outdated';

/** Reloads a page that stayed open through a deployment: the files of its version are gone. */
export function OutdatedWatch() {
  useEffect(() => {
    const failed = ({ target }: Event) => {
      if (isOfPage(target)) void reloadOnce(window, Date.now());
    };
    // What fails to load does not bubble.
    window.addEventListener('error', failed, { capture: true });
    return () => window.removeEventListener('error', failed, { capture: true });
  }, []);
  return null;
}
