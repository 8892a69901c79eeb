import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Beats, startTicking } from './timer';

/** A wall clock at which the last beat of phase 0 was 300 ms ago. */
const START = 1_764_000_000_300;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Ticks that take this long each, as a function of how many there were. */
function ticking(tookMs: (tick: number) => number, beats: Partial<Beats> = {}) {
  const begun: number[] = [];
  const timings: { lagMs: number; tookMs: number }[] = [];
  const options: Beats = {
    intervalMs: 1_000,
    phaseMs: 0,
    tick: async () => {
      begun.push(Date.now() - START);
      await new Promise((resolve) => setTimeout(resolve, tookMs(begun.length)));
      return true;
    },
    onTick: (timing) => timings.push(timing),
    ...beats,
  };
  const stop = startTicking(options, { monotonic: Date.now, wall: Date.now });
  return { begun, timings, stop };
}

describe('the timer of a shard', () => {
  it('ticks at once and then at its beats, wherever it began', async () => {
    const { begun, timings } = ticking(() => 10);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(begun).toEqual([0, 700, 1_700, 2_700]);
    expect(timings).toEqual(Array(4).fill({ lagMs: 0, tookMs: 10 }));
  });

  it('has its beats where its phase says', async () => {
    const { begun } = ticking(() => 10, { phaseMs: 500 });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(begun).toEqual([0, 200, 1_200, 2_200]);
  });

  it('begins a tick whose beat was missed as soon as the one before has ended, and skips the beats between', async () => {
    const { begun, timings } = ticking((tick) => (tick === 2 ? 2_500 : 10));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(begun).toEqual([0, 700, 3_200, 3_700, 4_700, 5_700]);
    expect(timings[2]).toEqual({ lagMs: 1_500, tookMs: 10 });
    expect(timings[3]?.lagMs).toBe(0);
  });

  it('counts no tick that was not completed', async () => {
    const { timings } = ticking(() => 10, { tick: async () => false });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(timings).toEqual([]);
  });

  it('does nothing more once it is stopped', async () => {
    const { begun, stop } = ticking((tick) => (tick === 2 ? 2_500 : 10));
    await vi.advanceTimersByTimeAsync(2_000);
    stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(begun).toEqual([0, 700]);
  });
});
