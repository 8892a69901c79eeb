/** Due interactions that the share is judged by at most: older ones count half each time that as many more have come. */
const MEMORY = 400;
/** Due interactions that an account is taken to have brought in full before anything is known of it. */
const BENEFIT_OF_DOUBT = 2;

/** How much of what was due an account really brought lately: healthy ones all of it, unpopular ones a part. */
export class DeliveredShare {
  #due = 0;
  #came = 0;

  /** Takes in what was due over some time, and what came of it. */
  note(due: number, came: number): void {
    this.#due += due;
    // What comes on top makes up for nothing that will be missing later.
    this.#came = Math.min(this.#came + came, this.#due);
    if (this.#due <= MEMORY) return;
    this.#due /= 2;
    this.#came /= 2;
  }

  /** Between 0 and 1; 1 while nothing is known. */
  get value(): number {
    return (this.#came + BENEFIT_OF_DOUBT) / (this.#due + BENEFIT_OF_DOUBT);
  }
}
