import type { Actor, Credential } from '../access/access';
import type { Services } from '../context';

interface Viewer {
  readonly services: Pick<Services, 'hub' | 'metrics'>;
  readonly actor: Actor;
  readonly credential: Credential | null;
}

/** What all streams need. */
const SCOPE = 'read';

/**
 * Runs a stream until the viewer leaves, loses their access or the process closes, and counts it while it is open.
 *
 * Where the process closes, the stream is broken off and not concluded: a client that is told about the end stays away,
 * and one whose stream breaks reconnects to the process that serves next, behind the last event that it has seen.
 *
 * `AbortSignal.any` would do for the signal, but in Node.js 20 the one that lives as long as the process keeps an
 * entry for each signal ever derived from it.
 * @throws TOO_MANY_REQUESTS where the caller has too many; UNAUTHORIZED or FORBIDDEN once they may not follow it any
 * more; AbortError where the process closes.
 */
export async function* openStream<Value>(
  { services: { hub, metrics }, actor, credential }: Viewer,
  procedure: string,
  signal: AbortSignal | undefined,
  stream: (ended: AbortSignal) => AsyncGenerator<Value>,
): AsyncGenerator<Value> {
  hub.streams.enter(actor);
  const ended = new AbortController();
  const end = () => ended.abort();
  const causes = signal === undefined ? [hub.closing] : [hub.closing, signal];
  for (const cause of causes) {
    if (cause.aborted) end();
    else cause.addEventListener('abort', end);
  }
  const withdrawn = new AbortController();
  const letGo = hub.access.hold({
    credential,
    scope: SCOPE,
    end: (reason) => {
      withdrawn.abort(reason);
      end();
    },
  });
  metrics.openStreams.inc({ procedure });
  try {
    yield* stream(ended.signal);
    hub.closing.throwIfAborted();
    withdrawn.signal.throwIfAborted();
  } catch (error) {
    // What fails because the process closes is no failure of its own.
    hub.closing.throwIfAborted();
    throw error;
  } finally {
    end();
    letGo();
    for (const cause of causes) cause.removeEventListener('abort', end);
    metrics.openStreams.dec({ procedure });
    hub.streams.leave(actor);
  }
}
