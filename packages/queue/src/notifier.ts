import { type OnError, openBackend, type QueueConnection } from './backend';
import { type Wakeup, wakeupSchema } from './payloads';

const NAMESPACE = 'cull';
const TOPIC = 'wakeup';
/** Wake-ups of one kind within this time are one: readers fetch all there is anyway. */
const COALESCE_MS = 20;

/**
 * Wakes readers in other processes when there is something new in the database. A wake-up may be lost; readers look
 * by themselves now and then as well.
 */
export interface Notifier {
  /** Never throws: what could not be told is found at the reader's next look. */
  publish(wakeup: Wakeup): void;
  /** @returns What ends the subscription. */
  subscribe(listener: (wakeup: Wakeup) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export function createNotifier(connection: QueueConnection, onError: OnError): Notifier {
  const backend = openBackend(connection, 'consume', onError);
  const relay = backend.relay(NAMESPACE);
  const pending = new Map<string, Wakeup>();
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  const flush = () => {
    timer = undefined;
    const wakeups = [...pending.values()];
    pending.clear();
    for (const wakeup of wakeups) relay.publish(TOPIC, wakeup).catch(onError);
  };
  return {
    publish: (wakeup) => {
      if (closing !== undefined) return;
      pending.set(wakeup.kind === 'shard_recorded' ? `shard ${wakeup.shard}` : wakeup.kind, wakeup);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    subscribe: async (listener) => {
      const subscription = await relay.subscribe(TOPIC, ({ data }) => {
        const parsed = wakeupSchema.safeParse(data);
        // A newer process may wake for what this one does not know.
        if (parsed.success) listener(parsed.data);
      });
      return () => subscription.unsubscribe();
    },
    close: () => {
      clearTimeout(timer);
      closing ??= relay.close().then(() => backend.close());
      return closing;
    },
  };
}
