import { formatCount } from '@cull/core';
import type { Filters } from './filters';

interface Counted {
  filters: Pick<Filters, 'status' | 'text'>;
  /** How many are listed. */
  count: number;
  /** Whether there are others that are not loaded. */
  hasMore: boolean;
  /** Whether those are being looked through. */
  isSearching: boolean;
  isHeld: boolean;
}

/** How many variants are listed, of which, and whether they stay in their places. */
export function countWords({ filters, count, hasMore, isSearching, isHeld }: Counted): string {
  const words = [listedWords(filters, count, hasMore)];
  if (isSearching) words.push('searching…');
  if (isHeld && count > 0) words.push('order held');
  return words.join(', ');
}

function listedWords({ status, text }: Counted['filters'], count: number, hasMore: boolean): string {
  if (text.trim() !== '') return `${formatCount(count)} found`;
  if (!hasMore) return `${formatCount(count)} shown`;
  return status === 'monitoring' ? `The ${formatCount(count)} riskiest` : `The last ${formatCount(count)}`;
}
