import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';
import { estimateWords } from '../../components/estimate-words';

type Avoided = inferRouterOutputs<AppRouter>['insights']['spared']['total']['avoided'];

/** Returns what kills saved, with its interval; while it is not known, what is missing. */
export function avoidedWords(avoided: Avoided, what: 'views' | 'spend'): string {
  if (!avoided.known) return `Not known yet: ${avoided.spared} of ${avoided.needed} spared variants so far`;
  if (what === 'views') return estimateWords(avoided.views);
  if (avoided.spend === null) return 'Not known: no spared variant names a cost';
  return estimateWords(avoided.spend, (amount) =>
    amount.toLocaleString(undefined, { maximumFractionDigits: 2 }),
  );
}
