import type { EventFrame } from '@cull/api';

/**
 * The kills that came since the events stood as they did before.
 * @param events Newest first.
 * @param since Epoch milliseconds by the server's clock: what a page is told of the time before it was opened is no news.
 * @returns Oldest first.
 */
export function newKills(
  events: readonly EventFrame[],
  before: readonly EventFrame[],
  since: number,
): readonly EventFrame[] {
  const known = new Set(before.map(({ id }) => id));
  return events
    .filter(({ id, type, at }) => type === 'variant.killed' && !known.has(id) && Date.parse(at) >= since)
    .toReversed();
}

const NAMED = 3;

/** Kills in a sentence that can be heard: the reason of one, the names of a few, the number of many. */
export function killWords(kills: readonly EventFrame[]): string {
  const [only] = kills;
  if (only !== undefined && kills.length === 1) {
    const { text } = only.data;
    return `${only.variantId} was killed. ${typeof text === 'string' ? text.replace(/^Killed: /, '') : ''}`.trim();
  }
  const names = kills.slice(0, NAMED).map(({ variantId }) => variantId);
  const more = kills.length - names.length;
  return `${kills.length} variants were killed: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
