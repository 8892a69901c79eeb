/**
 * Gives what several sources give, as it comes. When the reader stops, or one of the sources fails, all are ended.
 * A source is asked for its next value only when its last one was taken, so that a slow reader slows the sources.
 */
export async function* merge<Value>(sources: readonly AsyncGenerator<Value>[]): AsyncGenerator<Value> {
  const ask = async (source: AsyncGenerator<Value>) => ({ source, result: await source.next() });
  const asked = new Map(sources.map((source) => [source, ask(source)]));
  try {
    while (asked.size > 0) {
      const { source, result } = await Promise.race(asked.values());
      if (result.done) {
        asked.delete(source);
        continue;
      }
      asked.set(source, ask(source));
      yield result.value;
    }
  } finally {
    // A source that still waits is ended by the signal that it was given; its last answer interests nobody.
    for (const [source, answer] of asked) {
      answer.catch(() => {});
      source.return(undefined).catch(() => {});
    }
  }
}
