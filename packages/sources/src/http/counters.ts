import { readCounter } from '../counter';
import { type Result, succeeded } from '../result';
import { compilePointer } from './pointer';

/** A post's counters. */
export interface Counters {
  readonly views: number;
  readonly interactions: number;
}

/**
 * Reads counters out of an answer, or out of an item of one.
 *
 * @param place - Where the item is, as a JSON Pointer, for the words of a failure.
 */
export type ReadCounters = (json: unknown, place: string) => Result<Counters>;

/**
 * @param views - A JSON Pointer.
 * @param interactions - JSON Pointers; what they lead to is added up.
 */
export function compileCounters(views: string, interactions: readonly string[]): ReadCounters {
  const readViews = compilePointer(views);
  const readers = interactions.map((pointer) => ({ pointer, read: compilePointer(pointer) }));
  return (json, place) => {
    const viewed = readCounter(place + views, readViews(json));
    if (!viewed.ok) return viewed;
    let sum = 0;
    for (const { pointer, read } of readers) {
      const count = readCounter(place + pointer, read(json));
      if (!count.ok) return count;
      sum += count.value;
    }
    return succeeded({ views: viewed.value, interactions: sum });
  };
}
