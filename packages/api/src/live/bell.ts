/** Wakes everybody who waits. Anyone who looks for news first and then waits says which ring it had heard by then. */
export class Bell {
  readonly #waiting = new Set<() => void>();
  #rings = 0;

  /** How often it has rung. */
  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }

  /**
   * Resolves at the next ring, or when the signal is aborted.
   * @param heard `rings` before the caller looked: at once where it has rung since.
   */
  next(signal: AbortSignal, heard = this.#rings): Promise<void> {
    if (signal.aborted || this.#rings !== heard) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
