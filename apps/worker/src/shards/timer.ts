import { performance } from 'node:perf_hooks';

/** What is done at the beats of a shard's own timer. */
export interface Beats {
  readonly intervalMs: number;
  /** Where in the interval its beats are, so that shards don't all tick at once. */
  readonly phaseMs: number;
  /** One full tick; never rejects. @returns Whether it was completed. */
  tick(): Promise<boolean>;
  /** Called after each completed tick with its delay after the beat and its duration. */
  onTick(timing: { readonly lagMs: number; readonly tookMs: number }): void;
}

/** What the timer goes by; both in milliseconds. */
export interface TimerClocks {
  /** Never set: all waiting is by it. */
  readonly monotonic: () => number;
  /** Only says where the beats are, so that the shards of several workers are spread over the interval together. */
  readonly wall: () => number;
}

const SYSTEM_CLOCKS: TimerClocks = { monotonic: () => performance.now(), wall: Date.now };

/**
 * Ticks now, and then at each beat. Where a tick is still under way at a beat none is added: the next one begins as soon as it
 * has ended, late by as much as its beat has passed, and the beats between are skipped.
 * @returns What stops it; the tick under way goes on.
 */
export function startTicking(beats: Beats, clocks: TimerClocks = SYSTEM_CLOCKS): () => void {
  const { intervalMs, phaseMs, tick, onTick } = beats;
  const { monotonic } = clocks;
  const sinceBeat = (((clocks.wall() - phaseMs) % intervalMs) + intervalMs) % intervalMs;
  const firstBeat = monotonic() - sinceBeat;
  let timer: NodeJS.Timeout;
  let isStopped = false;
  let isTicking = false;
  let missed: number | null = null;

  const run = (due: number) => {
    isTicking = true;
    const begun = monotonic();
    void tick().then((isCompleted) => {
      isTicking = false;
      if (isCompleted) onTick({ lagMs: Math.max(0, begun - due), tookMs: monotonic() - begun });
      const next = missed;
      missed = null;
      if (next !== null && !isStopped) run(next);
    });
  };
  const wait = () => {
    const beatsSoFar = Math.floor((monotonic() - firstBeat) / intervalMs);
    const due = firstBeat + (beatsSoFar + 1) * intervalMs;
    timer = setTimeout(() => {
      // Timers may fire a little early: the beat that comes is then this one again.
      if (monotonic() < due) return wait();
      wait();
      if (!isTicking) return run(due);
      missed ??= due;
    }, due - monotonic());
  };
  run(monotonic());
  wait();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
