import { formatCount } from '@cull/core';
import { dueWords } from '../../components/due-words';
import { REASON_WORDS } from '../../components/kill-reasons';
import type { Dot } from './dots';
import { type BoundaryPolicy, type Zones, zonesAt } from './edges';

/** Returns received over due as a percentage: 29%; a dash where nothing is due yet. */
export function shareWords({ due, came }: Pick<Dot, 'due' | 'came'>): string {
  return due > 0 ? `${formatCount((100 * came) / due)}%` : '–';
}

/** Returns the counts in a sentence: "41 interactions due so far, 12 came (29%)". */
export function countsWords(dot: Pick<Dot, 'due' | 'came'>): string {
  const share = dot.due > 0 ? ` (${shareWords(dot)})` : '';
  return `${dueWords(dot.due)} interactions due so far, ${formatCount(dot.came)} came${share}`;
}

/** Returns what killed a variant, or which rules kill where it is. */
export function ruleWords(
  { reason, due, came }: Pick<Dot, 'reason' | 'due' | 'came'>,
  policy: BoundaryPolicy,
): string {
  return reason === null
    ? zoneWords(zonesAt(due, came, policy))
    : `killed: ${REASON_WORDS[reason].toLowerCase()}`;
}

function zoneWords({ evidence, literal }: Zones): string {
  if (evidence && literal) return 'evidence and below threshold';
  if (evidence) return 'evidence';
  return literal ? 'below threshold' : 'none';
}
