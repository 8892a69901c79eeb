/** Translates between the wall clock and the simulated one. Both in milliseconds. */
export interface SimulationClock {
  simulatedAt(wallAt: number): number;
  /** The wall time at which a simulated instant is, or will be, reached at the present speed. */
  wallAt(simulatedAt: number): number;
  speed(): number;
  /** Runs the simulated clock at another speed from now on; it never goes back. */
  setSpeed(speed: number): void;
}

interface Stretch {
  readonly wall: number;
  readonly simulated: number;
  readonly speed: number;
}

/**
 * A clock that can be sped up while it runs.
 *
 * Simulated time is a rising piecewise linear function of wall time, so that no counter falls when the speed changes.
 *
 * @param now - Wall clock, epoch milliseconds.
 * @param speed - Simulated seconds a second, above 0.
 */
export function createSimulationClock(now: () => number, speed: number): SimulationClock {
  const start = now();
  let current: Stretch = { wall: start, simulated: start, speed };
  const stretches: Stretch[] = [current];
  // Before the first stretch its own speed is taken to have held.
  const stretchFor = (isAfter: (stretch: Stretch) => boolean) =>
    stretches.findLast(isAfter) ?? stretches[0] ?? current;
  const simulatedAt = (wallAt: number) => {
    const { wall, simulated, speed: factor } = stretchFor((stretch) => stretch.wall <= wallAt);
    return simulated + (wallAt - wall) * factor;
  };
  return {
    simulatedAt,
    wallAt(at) {
      const { wall, simulated, speed: factor } = stretchFor((stretch) => stretch.simulated <= at);
      return wall + (at - simulated) / factor;
    },
    speed: () => current.speed,
    setSpeed(next) {
      // A wall clock set back must not shorten a stretch to less than nothing.
      const wall = Math.max(now(), current.wall);
      current = { wall, simulated: simulatedAt(wall), speed: next };
      stretches.push(current);
    },
  };
}
