import { z } from 'zod';
import { type OnError, openBackend, type QueueConnection } from './backend';
import { closeBefore } from './deadline';
import { type Wakeup, wakeupSchema } from './payloads';

const NAMESPACE = 'cull';
const TOPIC = 'wakeup';
/** What one message carries: a message costs both sides the same, whatever is in it. */
const messageSchema = z.object({ wakeups: z.array(z.unknown()) });
/** Wake-ups of one kind within this time are one: readers fetch all there is anyway. */
const COALESCE_MS = 20;

/**
 * Wakes readers in other processes when there is something new in the database. A wake-up may be lost; readers look
 * by themselves now and then as well.
 */
export interface Notifier {
  /** Never throws: what could not be told is found at the reader's next check. */
  publish(wakeup: Wakeup): void;
  /** @returns What ends the subscription. */
  subscribe(listener: (wakeup: Wakeup) => void): Promise<() => Promise<void>>;
  /** Tells what is still to be told, then lets go; safe to call twice. */
  close(): Promise<void>;
}

export function createNotifier(connection: QueueConnection, onError: OnError): Notifier {
  const backend = openBackend(connection, 'notify', onError);
  const relay = backend.relay(NAMESPACE);
  const pending = new Map<string, Wakeup>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  const send = async () => {
    if (pending.size === 0) return;
    const wakeups = [...pending.values()];
    pending.clear();
    await relay.publish(TOPIC, { wakeups }).catch(onError);
  };
  const sendSoon = () => {
    // One round at a time: while the server is away, what waits stays at one wake-up of each kind.
    if (timer !== undefined || sending !== undefined || closing !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      sending = send().finally(() => {
        sending = undefined;
        if (pending.size > 0) sendSoon();
      });
    }, COALESCE_MS);
  };
  return {
    publish: (wakeup) => {
      if (closing !== undefined) return;
      pending.set(wakeup.kind, wakeup);
      sendSoon();
    },
    subscribe: async (listener) => {
      const subscription = await relay.subscribe(TOPIC, ({ data }) => {
        for (const wakeup of messageSchema.safeParse(data).data?.wakeups ?? []) {
          const parsed = wakeupSchema.safeParse(wakeup);
          // A newer process may wake for what this one does not know.
          if (parsed.success) listener(parsed.data);
        }
      });
      return () => subscription.unsubscribe();
    },
    close: () => {
      clearTimeout(timer);
      const last = async () => {
        await sending;
        await send();
        await relay.close();
      };
      closing ??= closeBefore(last, backend, onError);
      return closing;
    },
  };
}
