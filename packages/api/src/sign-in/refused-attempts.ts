import type { AccessEvent } from './access-events';

/** Attempts that were turned down in one minute and have no entry of their own. */
export interface RefusedMore {
  readonly attempts: number;
  /** How many addresses they came from, counted up to 1,000. */
  readonly addresses: number;
}

export interface RefusedOptions {
  /** Puts one attempt on record. */
  readonly write: (event: AccessEvent) => Promise<void>;
  /** Puts on record what else there was. */
  readonly writeMore: (more: RefusedMore) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface RefusedAttempts {
  /** Resolves once it is on record, where it gets an entry of its own. */
  note(event: AccessEvent): Promise<void>;
  /** Puts on record what was only counted so far. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;
const ENTRIES_PER_MINUTE = 30;
const MAX_ADDRESSES = 1_000;

/**
 * Bounds what strangers can write to the audit trail, whose entries can't be deleted: in each minute 30 attempts are put on record one by one, and the rest
 * as one entry that counts them.
 */
export function createRefusedAttempts({ write, writeMore, onError, now }: RefusedOptions): RefusedAttempts {
  let minute = 0;
  let entries = 0;
  let attempts = 0;
  const addresses = new Set<string>();

  const conclude = async (): Promise<void> => {
    if (attempts === 0) return;
    const more = { attempts, addresses: addresses.size };
    attempts = 0;
    addresses.clear();
    await writeMore(more);
  };
  const minuteNow = () => Math.floor(now() / MINUTE_MS);
  const timer = setInterval(() => {
    if (minuteNow() !== minute) conclude().catch(onError);
  }, MINUTE_MS).unref();

  return {
    note: async (event) => {
      if (minuteNow() !== minute) {
        minute = minuteNow();
        entries = 0;
        await conclude();
      }
      if (entries < ENTRIES_PER_MINUTE) {
        entries += 1;
        return write(event);
      }
      attempts += 1;
      if (addresses.size < MAX_ADDRESSES) addresses.add(event.address ?? 'unknown');
    },
    close: async () => {
      clearInterval(timer);
      await conclude().catch(onError);
    },
  };
}
