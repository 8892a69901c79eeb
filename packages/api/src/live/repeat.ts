import type { Logger } from 'pino';

/** A run that took long is followed by a rest this many times as long, so that viewers cannot wear the database out. */
const REST_FACTOR = 9;

/**
 * Runs `work` when it is asked for, one run at a time and at most once in `everyMs`; requests in the meantime are
 * one. By itself it runs after `idleMs` without a request, since wake-ups can be lost.
 */
export class Repeat {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #asked = false;
  #closed = false;
  /** When the next run may start, by the monotonic clock. */
  #allowedAt = 0;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly everyMs: number,
    private readonly idleMs: number,
    private readonly log: Logger,
  ) {
    this.#plan(idleMs);
  }

  /** Asks for a run soon. */
  ask(): void {
    if (this.#asked || this.#closed) return;
    this.#asked = true;
    if (this.#running === undefined) this.#plan(this.#untilAllowed());
  }

  /** Runs no more, and waits for the run under way. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #untilAllowed(): number {
    return Math.max(0, this.#allowedAt - performance.now());
  }

  #plan(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, inMs);
  }

  async #run(): Promise<void> {
    this.#asked = false;
    const startedAt = performance.now();
    await this.work().catch((error: unknown) =>
      this.log.error({ error }, 'could not read for the live viewers'),
    );
    const endedAt = performance.now();
    this.#allowedAt = Math.max(startedAt + this.everyMs, endedAt + REST_FACTOR * (endedAt - startedAt));
    this.#running = undefined;
    if (!this.#closed)
      this.#plan(this.#asked ? this.#untilAllowed() : Math.max(this.idleMs, this.#untilAllowed()));
  }
}
