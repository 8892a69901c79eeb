import type { Logger } from 'pino';

const STEP_WITHIN_MS = 8_000;

/** What is closed, and how long that may take in milliseconds where it isn't the usual time. */
export type ClosingPart = readonly [name: string, close: () => Promise<unknown>, withinMs?: number];

/** Closes one part after another; one that fails or hangs is logged and does not keep the others open. */
export async function closeInOrder(parts: readonly ClosingPart[], log: Logger): Promise<void> {
  for (const [part, close, withinMs = STEP_WITHIN_MS] of parts) {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`not closed within ${withinMs} ms`)), withinMs).unref();
    });
    await Promise.race([close(), late]).catch((error: unknown) =>
      log.warn({ error, part }, 'did not close cleanly'),
    );
  }
}

/** Calls `close` once when the process is told to stop, or loses the parent that it was started by; then exits. */
export function closeOnSignal(close: () => Promise<void>, log: Logger): void {
  const stop = (cause: string) => {
    log.info({ cause }, 'stopping');
    void close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop(signal));
  if (process.connected) process.once('disconnect', () => stop('parent is gone'));
}
