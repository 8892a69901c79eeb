import type { Logger } from 'pino';

/**
 * Runs `work` when it is asked for, one run at a time and at most once in `everyMs`; requests in the meantime are
 * one. By itself it runs after `idleMs` without a request, since wake-ups can be lost.
 */
export class Repeat {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #asked = false;
  #closed = false;
  #startedAt = Number.NEGATIVE_INFINITY;

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
    return Math.max(0, this.#startedAt + this.everyMs - performance.now());
  }

  #plan(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, inMs);
  }

  async #run(): Promise<void> {
    this.#asked = false;
    this.#startedAt = performance.now();
    await this.work().catch((error: unknown) =>
      this.log.error({ error }, 'could not read for the live viewers'),
    );
    this.#running = undefined;
    if (!this.#closed) this.#plan(this.#asked ? this.#untilAllowed() : this.idleMs);
  }
}
