/** A reading that is shared for a while. */
export interface Kept<Value> {
  /** Returns what was read last, or reads it again where that is too long ago. */
  read(): Promise<Value>;
  /** Forgets what was read, so the next one reads it again. */
  forget(): void;
}

/**
 * Shares one reading among all who ask within a while.
 * @param forMs How long a reading is good for.
 * @param now Epoch milliseconds.
 */
export function kept<Value>(forMs: number, now: () => number, read: () => Promise<Value>): Kept<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return {
    read: () => {
      if (last !== undefined && now() - last.at < forMs) return last.value;
      const reading = { at: now(), value: read() };
      // A failure is told to those who wait for it, and not kept for the next.
      reading.value.catch(() => {
        if (last === reading) last = undefined;
      });
      last = reading;
      return reading.value;
    },
    forget: () => {
      last = undefined;
    },
  };
}
