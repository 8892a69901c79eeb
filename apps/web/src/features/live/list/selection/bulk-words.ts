import { formatCount } from '@cull/core';

/** The result of an act on one of several variants. */
export interface Done {
  readonly variantId: string;
  /** Why it was refused; null where it was done. */
  readonly problem: string | null;
}

const DONE = { kill: 'killed', protect: 'protected', stop: 'no longer monitored' } as const;
/** Of those that were refused, so many are named. */
const NAMED = 3;

/** Returns the result of an act on several variants, in a sentence or two. */
export function bulkWords(
  act: keyof typeof DONE,
  results: readonly Done[],
): { readonly message: string; readonly isWhole: boolean } {
  const refused = results.filter(({ problem }) => problem !== null);
  const count = results.length - refused.length;
  const done = `${formatCount(count)} ${count === 1 ? 'variant is' : 'variants are'} ${DONE[act]}.`;
  if (refused.length === 0) return { message: done, isWhole: true };
  const named = refused.slice(0, NAMED).map(({ variantId, problem }) => `${variantId}: ${problem}`);
  const more = refused.length > NAMED ? [`${formatCount(refused.length - NAMED)} more`] : [];
  return {
    message: `${done} ${formatCount(refused.length)} not: ${[...named, ...more].join('; ')}.`,
    isWhole: false,
  };
}
