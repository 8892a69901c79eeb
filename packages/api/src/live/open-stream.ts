import type { Services } from '../context';

/**
 * Runs a stream until the viewer leaves or the process closes, and counts it while it is open.
 *
 * `AbortSignal.any` would do for the signal, but in Node.js 20 the one that lives as long as the process keeps an
 * entry for each signal ever derived from it.
 */
export async function* openStream<Value>(
  { hub, metrics }: Pick<Services, 'hub' | 'metrics'>,
  procedure: string,
  signal: AbortSignal | undefined,
  stream: (ended: AbortSignal) => AsyncGenerator<Value>,
): AsyncGenerator<Value> {
  const ended = new AbortController();
  const end = () => ended.abort();
  const causes = signal === undefined ? [hub.closing] : [hub.closing, signal];
  for (const cause of causes) {
    if (cause.aborted) end();
    else cause.addEventListener('abort', end);
  }
  metrics.openStreams.inc({ procedure });
  try {
    yield* stream(ended.signal);
  } finally {
    end();
    for (const cause of causes) cause.removeEventListener('abort', end);
    metrics.openStreams.dec({ procedure });
  }
}
