/**
 * Gives what several sources give, as it comes. When the reader stops, or one of the sources fails, all are ended.
 * A source is asked for its next value only when its last one was taken, so that a slow reader slows the sources.
 *
 * `Promise.race` would do for the waiting, but a source that stays silent would keep every race it was in, and with
 * each the value that won it, for as long as the stream is open.
 */
export async function* merge<Value>(sources: readonly AsyncGenerator<Value>[]): AsyncGenerator<Value> {
  const answers: Answer<Value>[] = [];
  let wake = () => {};
  const ask = (source: AsyncGenerator<Value>) => {
    const answered = (answer: Answer<Value>) => {
      answers.push(answer);
      wake();
    };
    source.next().then(
      (result) => answered({ source, result }),
      (error: unknown) => answered({ source, error }),
    );
  };
  const open = new Set(sources);
  for (const source of sources) ask(source);
  try {
    while (open.size > 0) {
      const answer = answers.shift();
      if (answer === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if ('error' in answer) throw answer.error;
      const { source, result } = answer;
      if (result.done) {
        open.delete(source);
        continue;
      }
      ask(source);
      yield result.value;
    }
  } finally {
    // A source that still waits is ended by the signal that it was given; its last answer interests nobody.
    for (const source of open) source.return(undefined).catch(() => {});
  }
}

/** What a source said when it was asked. */
type Answer<Value> =
  | { readonly source: AsyncGenerator<Value>; readonly result: IteratorResult<Value, unknown> }
  | { readonly source: AsyncGenerator<Value>; readonly error: unknown };
