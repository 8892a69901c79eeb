/** An estimated figure with its confidence interval: 95%, unless its owner says otherwise. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
