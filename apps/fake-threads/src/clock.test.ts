import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulationClock } from './clock';

describe('a simulation clock', () => {
  it('rises without a jump, whatever is done to its speed', () => {
    const changes = fc.array(
      fc.record({ after: fc.nat(10_000), speed: fc.double({ min: 0.1, max: 500, noNaN: true }) }),
    );
    fc.assert(
      fc.property(changes, (list) => {
        let now = 1_000_000;
        const clock = createSimulationClock(() => now, 1);
        for (const { after, speed } of list) {
          now += after;
          const before = clock.simulatedAt(now);
          clock.setSpeed(speed);
          expect(clock.simulatedAt(now)).toBe(before);
          expect(clock.simulatedAt(now + 1)).toBeGreaterThan(before);
        }
      }),
    );
  });

  it('finds the wall time of a simulated instant again', () => {
    let now = 1_000_000;
    const clock = createSimulationClock(() => now, 2);
    now += 500;
    clock.setSpeed(60);
    for (const wall of [1_000_100, 1_000_499, 1_000_500, 1_007_000]) {
      expect(clock.wallAt(clock.simulatedAt(wall))).toBeCloseTo(wall, 6);
    }
  });

  it('does not go back when the wall clock is set back', () => {
    let now = 1_000_000;
    const clock = createSimulationClock(() => now, 1);
    now += 1_000;
    clock.setSpeed(10);
    now -= 5_000;
    clock.setSpeed(1);
    expect(clock.simulatedAt(1_001_000)).toBe(1_001_000);
  });
});
