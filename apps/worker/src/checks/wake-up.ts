/** One timer, for the earliest of the times that were asked for. */
export class WakeUp {
  readonly #run: () => void;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #at = 0;

  constructor(run: () => void, now: () => number) {
    this.#run = run;
    this.#now = now;
  }

  /** Runs at that time, or at the one that comes sooner. */
  by(at: number): void {
    if (this.#timer !== null && this.#at <= at) return;
    this.clear();
    this.#at = at;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#run();
    }, at - this.#now());
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
