import type { Child } from './child';
import { describeExit, PartFailed } from './ready';

/** Something that runs until it is stopped. */
interface Part {
  readonly stop: () => Promise<void>;
}

/** Watches parts that run, and closes them in the reverse order of their start. */
export interface Supervisor {
  /** Watches a child: its ending by itself is a failure, except with code 0 when `mayFinish`. */
  watch(child: Child, mayFinish?: boolean): void;
  /** Takes something to be stopped with the rest. */
  add(part: Part): void;
  /** Reports a failure of something that is not a child. */
  fail(error: Error): void;
  /** The result of some work, or the first failure, whichever comes earlier. */
  orFailure<T>(work: Promise<T>): Promise<T>;
  /** Resolves with the first failure; never while all is well. */
  readonly failed: Promise<Error>;
  /** Stops everything, the last started first; the same promise each time. */
  close(): Promise<void>;
}

/** Makes a supervisor that has nothing to watch yet. */
export function createSupervisor(): Supervisor {
  const parts: Part[] = [];
  let report: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    report = resolve;
  });
  let closing: Promise<void> | undefined;

  const closeAll = async () => {
    for (const part of parts.toReversed()) await part.stop();
  };
  return {
    watch: (child, mayFinish = false) => {
      parts.push(child);
      void child.exited.then((exit) => {
        const finished = mayFinish && exit.code === 0;
        if (!child.isStopping() && !finished) report(new PartFailed(child, describeExit(exit)));
      });
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
    failed,
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}
