import { setTimeout as pause } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { z } from 'zod';
import { HEADERS } from './load';

const AGAIN_AFTER_MS = 50;
const frameSchema = z.object({ data: z.object({ type: z.string(), variantId: z.string().nullable() }) });

/** The event log's kills, as a client reads them that comes back behind the last event that it has seen. */
export interface FollowedKills {
  /** How often each variant's kill was told. */
  readonly told: ReadonlyMap<string, number>;
  /** Ends the stream. @returns How often it was opened. */
  stop(): Promise<number>;
}

/** @param url Of the API, without a slash at the end. */
export function followKills(url: string): FollowedKills {
  const told = new Map<string, number>();
  const stopped = new AbortController();
  let lastEventId: string | undefined;

  const readStream = async () => {
    const input = encodeURIComponent(JSON.stringify({ lastEventId }));
    const answer = await fetch(`${url}/api/trpc/live.events?input=${input}`, {
      headers: { ...HEADERS, accept: 'text/event-stream' },
      signal: stopped.signal,
    });
    const events = answer.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { id, data } of events ?? []) {
      if (id !== undefined) lastEventId = id;
      const frame = frameSchema.safeParse(data === '' ? null : { data: JSON.parse(data) });
      const { type, variantId } = frame.data?.data ?? {};
      if (type === 'variant.killed' && variantId) told.set(variantId, (told.get(variantId) ?? 0) + 1);
    }
  };
  const follow = async () => {
    let opened = 0;
    while (!stopped.signal.aborted) {
      opened += 1;
      // It breaks off when the process behind it stops.
      await readStream().catch(() => {});
      await pause(AGAIN_AFTER_MS);
    }
    return opened;
  };
  const following = follow();
  return {
    told,
    stop: () => {
      stopped.abort();
      return following;
    },
  };
}
