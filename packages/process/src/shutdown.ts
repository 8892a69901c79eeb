import type { Logger } from 'pino';

const STEP_WITHIN_MS = 8_000;

/** Closes one part after another; one that fails or hangs is logged and does not keep the others open. */
export async function closeInOrder(
  parts: readonly (readonly [name: string, close: () => Promise<unknown>])[],
  log: Logger,
): Promise<void> {
  for (const [part, close] of parts) {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`not closed within ${STEP_WITHIN_MS} ms`)), STEP_WITHIN_MS).unref();
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
