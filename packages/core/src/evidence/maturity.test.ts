import { describe, expect, it } from 'vitest';
import { stillPending } from './maturity';

describe('views whose reaction is still to come', () => {
  it('are none where reactions come at once, or a delay makes no sense', () => {
    expect([stillPending(50, 100, 1, 0), stillPending(50, 100, 1, -5)]).toEqual([0, 0]);
  });

  it('are all of them while no time has passed', () => {
    expect([stillPending(50, 100, 0, 7.5), stillPending(50, 100, -3, 7.5)]).toEqual([150, 150]);
  });

  it('decay with the delay, and those that came evenly by their own ages', () => {
    expect(stillPending(100, 0, 7.5, 7.5)).toBeCloseTo(100 / Math.E, 12);
    // ∫₀¹ e^(−a) da for views of ages 0 to one delay.
    expect(stillPending(0, 100, 7.5, 7.5)).toBeCloseTo(100 * (1 - 1 / Math.E), 12);
    expect(stillPending(0, 100, 1e9, 7.5)).toBeCloseTo(0, 5);
  });
});
