/** Past this many due interactions, everything before counts half: the share follows an account that changes. */
const MEMORY = 400;
/** Every account starts as if it had brought this many in full, so that one early reading decides nothing. */
const BENEFIT_OF_DOUBT = 2;

/** Measures how much of what was due an account really brought lately: healthy ones all of it, unpopular ones a part. */
export class DeliveredShare {
  #due = 0;
  #came = 0;

  /** Adds what was due over some time, and what came. */
  note(due: number, came: number): void {
    this.#due += due;
    // A surplus doesn't make up for what is missing later.
    this.#came = Math.min(this.#came + came, this.#due);
    if (this.#due <= MEMORY) return;
    this.#due /= 2;
    this.#came /= 2;
  }

  /** Returns the share, 0 to 1; 1 while nothing is known. */
  get value(): number {
    return (this.#came + BENEFIT_OF_DOUBT) / (this.#due + BENEFIT_OF_DOUBT);
  }
}
