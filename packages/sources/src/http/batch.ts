import type { SourceFailure } from '../failure';
import { failed, type Result } from '../result';
import { malformed } from '../words';
import type { Counters, ReadCounters } from './counters';
import { compilePointer } from './pointer';

/** How a batch answer is read. */
export interface BatchReading {
  /** JSON Pointer to the list of items. */
  readonly items: string;
  /** JSON Pointer from an item to its post id. */
  readonly id: string;
  readonly readCounters: ReadCounters;
  /** What the answer says about posts that are not among its items. */
  readonly failures: (json: unknown) => ReadonlyMap<string, SourceFailure>;
}

/** Finds the counters of one post that was asked for. */
export type FindCounters = (postId: string) => Result<Counters>;

/**
 * Takes a batch answer apart.
 *
 * An item whose id can't be trusted, or was not asked for, belongs to nobody; then posts without an item are not taken for gone.
 *
 * @param postIds - The posts that were asked for.
 */
export function readBatch(json: unknown, postIds: readonly string[], reading: BatchReading): FindCounters {
  const { items: pointer, readCounters } = reading;
  const failures = reading.failures(json);
  const items = compilePointer(pointer)(json);
  const found = new Map<string, { readonly item: unknown; readonly place: string }>();
  let problem: SourceFailure | null = Array.isArray(items)
    ? null
    : malformed(pointer || 'body', items, 'a list');
  const readId = compilePointer(reading.id);
  const asked = new Set(postIds);
  for (const [index, item] of Array.isArray(items) ? items.entries() : []) {
    const place = `${pointer}/${index}`;
    const id = postIdOf(readId(item), place + reading.id);
    if (!id.ok) problem ??= id.failure;
    else if (asked.has(id.value)) found.set(id.value, { item, place });
    else problem ??= malformed(place + reading.id, id.value, 'the id of a post that was asked for');
  }
  const absent: SourceFailure = {
    code: 'post_gone',
    detail: `The answer's ${pointer || 'list'} has no item for the post.`,
  };
  return (postId) => {
    const match = found.get(postId);
    if (match !== undefined) return readCounters(match.item, match.place);
    return failed(failures.get(postId) ?? problem ?? absent);
  };
}

/** An id as text. A large number has lost its last digits on the way here, and may be another post's. */
function postIdOf(value: unknown, place: string): Result<string> {
  if (typeof value === 'string') return { ok: true, value };
  if (typeof value !== 'number') return failed(malformed(place, value, 'the id of a post'));
  if (Number.isSafeInteger(value)) return { ok: true, value: String(value) };
  const needed =
    'the id as a string: a number this large loses its last digits, and could be taken for another post';
  return failed(malformed(place, value, needed));
}
