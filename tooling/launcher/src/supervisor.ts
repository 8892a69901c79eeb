import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child';
import { describeExit, PartFailed } from './ready';
import { nextRestart } from './restarts';

/** Something that runs until it is stopped. */
interface Part {
  readonly stop: () => Promise<void>;
}

/** Watches parts that run, and closes them in the reverse order of their start. */
export interface Supervisor {
  /** Watches a child: its ending by itself is a failure, except with code 0 when `mayFinish`. */
  watch(child: Child, mayFinish?: boolean): void;
  /** From now on starts a watched child again when it ends by itself, until it keeps ending. */
  keep(child: Child, start: () => Child): void;
  /** Takes something to be stopped with the rest. */
  add(part: Part): void;
  /** Reports a failure of something that is not a child. */
  fail(error: Error): void;
  /** The result of some work, or the first failure, whichever comes earlier. */
  orFailure<T>(work: Promise<T>): Promise<T>;
  /** Returns the children that run at this moment. */
  running(): readonly Child[];
  /** Resolves with the first failure; never while all is well. */
  readonly failed: Promise<Error>;
  /** Stops everything, the last started first; the same promise each time. */
  close(): Promise<void>;
}

/**
 * Makes a supervisor that has nothing to watch yet.
 * @param onRestart Called for each child that ended by itself and is started again: its name, and how it ended.
 * @param next When to start a child again.
 */
export function createSupervisor(
  onRestart: (name: string, what: string) => void = () => {},
  next: typeof nextRestart = nextRestart,
): Supervisor {
  const parts: Part[] = [];
  const running = new Set<Child>();
  const starts = new WeakMap<Child, () => Child>();
  let report: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    report = resolve;
  });
  let closing: Promise<void> | undefined;

  const closeAll = async () => {
    for (const part of parts.toReversed()) await part.stop();
  };
  /** @returns The child that takes its place; undefined where none does. */
  const successor = async (child: Child, mayFinish: boolean, restarts: number) => {
    const begin = performance.now();
    running.add(child);
    const exit = await child.exited;
    running.delete(child);
    if (child.isStopping() || (mayFinish && exit.code === 0)) return undefined;
    const what = describeExit(exit);
    const start = starts.get(child);
    const restart = start && next(restarts, performance.now() - begin);
    if (!start || !restart) {
      report(new PartFailed(child, what));
      return undefined;
    }
    onRestart(child.name, what);
    await pause(restart.pauseMs, undefined, { ref: false });
    if (closing !== undefined) return undefined;
    const again = start();
    starts.set(again, start);
    return { child: again, restarts: restart.count };
  };
  return {
    watch: (first, mayFinish = false) => {
      let current = { child: first, restarts: 0 };
      parts.push({ stop: () => current.child.stop() });
      const follow = async () => {
        for (;;) {
          const after = await successor(current.child, mayFinish, current.restarts);
          if (after === undefined) return;
          current = after;
        }
      };
      void follow();
    },
    keep: (child, start) => {
      starts.set(child, start);
    },
    add: (part) => {
      parts.push(part);
    },
    fail: (error) => report(error),
    orFailure: async (work) => {
      const failure = failed.then((error) => {
        throw error;
      });
      return Promise.race([work, failure]);
    },
    running: () => [...running],
    failed,
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}
