'use client';

import { useEffect } from 'react';
import { watch } from './live-store';

/**
 * Has the stream follow sessions for as long as a part of the page shows them.
 * @param part A name of its own for the part.
 */
export function useWatch(part: string, variants: readonly { readonly monitoringId: string }[]): void {
  const ids = variants.map(({ monitoringId }) => monitoringId).join(' ');
  useEffect(() => {
    watch(part, ids === '' ? [] : ids.split(' '));
  }, [part, ids]);
  useEffect(() => () => watch(part, []), [part]);
}
