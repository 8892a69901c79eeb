import type { EventFrame } from '@cull/api';
import type { EventWords } from './event-words';

/** An event with what the feed says of it. */
export interface ToldEvent {
  readonly event: EventFrame;
  readonly words: EventWords;
}

/** What the feed shows as one: an event, or many of a kind that came one after another. */
export interface FeedEntry extends ToldEvent {
  /** Older ones of the same kind, newest first. */
  readonly others: readonly ToldEvent[];
}

/** Up to here each says more by itself. */
const MAX_SINGLE = 3;
/** When a campaign ends, all its variants do: kills would drown in that. */
const FOLDED: ReadonlySet<string> = new Set([
  'variant.timed_out',
  'variant.stopped',
  'variant.warned',
  'variant.protected',
  'variant.unprotected',
  'variant.extended',
  'variant.holdout_ended',
]);

/**
 * Folds runs of events that say the same of one variant after another.
 * @param told Newest first.
 * @returns Newest first; kills and what concerns no single variant each stand alone.
 */
export function foldRuns(told: readonly ToldEvent[]): readonly FeedEntry[] {
  const entries: FeedEntry[] = [];
  for (let begin = 0; begin < told.length; ) {
    const run = runFrom(told, begin);
    const [newest, ...others] = run;
    if (newest !== undefined && run.length > MAX_SINGLE) entries.push({ ...newest, others });
    else entries.push(...run.map((one) => ({ ...one, others: [] })));
    begin += run.length;
  }
  return entries;
}

function runFrom(told: readonly ToldEvent[], begin: number): readonly ToldEvent[] {
  const first = told[begin];
  if (first === undefined || !FOLDED.has(first.event.type)) return told.slice(begin, begin + 1);
  const isSame = ({ event, words }: ToldEvent) =>
    event.type === first.event.type && words.title === first.words.title;
  const end = told.findIndex((one, index) => index > begin && !isSame(one));
  return told.slice(begin, end === -1 ? undefined : end);
}
