import { type EvidenceState, NO_EVIDENCE } from './state';

/** Names the layout of the numbers; another one is not understood. */
const LAYOUT = 1;
/** −∞ can't travel everywhere that a number can. */
const NEVER = -Number.MAX_VALUE;

const FIELDS = [
  'views',
  'skipped',
  'interactions',
  'shown',
  'pending',
  'literalPending',
  'advancedAt',
  'blockAt',
  'blockViews',
  'blockMatured',
  'blockInteractions',
  'massUsed',
  'logDrop',
  'badness',
  'badSince',
  'badInteractions',
  'badViews',
] as const satisfies readonly Exclude<keyof EvidenceState, 'logStarts'>[];

/** Returns a state as the numbers that are stored: the layout, the fields in a fixed order, ln R for each ratio. */
export function encodeEvidence(state: EvidenceState): number[] {
  return [
    LAYOUT,
    ...FIELDS.map((field) => state[field]),
    ...state.logStarts.map((logStart) => Math.max(logStart, NEVER)),
  ];
}

/**
 * Returns the state that numbers stand for; the empty state where there are none or another version wrote them, so a
 * session that is live at an upgrade begins its evidence then.
 */
export function decodeEvidence(numbers: readonly number[] | null): EvidenceState {
  const length = 1 + FIELDS.length + NO_EVIDENCE.logStarts.length;
  if (numbers === null || numbers.length !== length || numbers[0] !== LAYOUT || numbers.some(Number.isNaN))
    return NO_EVIDENCE;
  const values = Object.fromEntries(FIELDS.map((field, index) => [field, numbers[index + 1] ?? 0]));
  const logStarts = numbers
    .slice(1 + FIELDS.length)
    .map((stored) => (stored <= NEVER ? Number.NEGATIVE_INFINITY : stored));
  return { ...NO_EVIDENCE, ...values, logStarts };
}
