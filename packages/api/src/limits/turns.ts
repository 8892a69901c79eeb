import { TryAgainLater } from '../http/try-again-later';

export interface TurnOptions {
  /** How many pieces of work run at once. */
  readonly atOnce: number;
  /** Of those, how many of one caller. */
  readonly eachCaller: number;
  /** How many more of one caller wait for their turn; the next is refused. */
  readonly waiting: number;
  /** How long one waits before it is refused, in milliseconds. */
  readonly waitMs: number;
}

/** Work that is expensive has its turn here, so that what others need at once isn't behind all of it. */
export interface Turns {
  /**
   * Does the work as soon as it is its turn: callers in the order that they came, none with more than their share.
   * @throws TryAgainLater where too much of the caller's waits already, or its turn doesn't come in time.
   */
  run<Result>(caller: string, work: () => Promise<Result>): Promise<Result>;
}

interface Waiting {
  readonly caller: string;
  readonly begin: () => void;
}

const TRY_AGAIN_SECONDS = 5;

export function createTurns({ atOnce, eachCaller, waiting, waitMs }: TurnOptions): Turns {
  const line: Waiting[] = [];
  const running = new Map<string, number>();
  let total = 0;

  const refused = () =>
    new TryAgainLater(
      `too many reports, previews and exports at once; try again in ${TRY_AGAIN_SECONDS} s`,
      TRY_AGAIN_SECONDS,
    );

  function beginNext(): void {
    while (total < atOnce) {
      const index = line.findIndex(({ caller }) => (running.get(caller) ?? 0) < eachCaller);
      if (index === -1) return;
      const [next] = line.splice(index, 1);
      if (next === undefined) return;
      total += 1;
      running.set(next.caller, (running.get(next.caller) ?? 0) + 1);
      next.begin();
    }
  }

  function end(caller: string): void {
    total -= 1;
    const left = (running.get(caller) ?? 1) - 1;
    if (left === 0) running.delete(caller);
    else running.set(caller, left);
    beginNext();
  }

  function turnOf(caller: string): Promise<void> {
    if (line.filter((other) => other.caller === caller).length >= waiting) return Promise.reject(refused());
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        line.splice(line.indexOf(entry), 1);
        reject(refused());
      }, waitMs);
      const begin = () => {
        clearTimeout(giveUp);
        resolve();
      };
      const entry: Waiting = { caller, begin };
      line.push(entry);
      beginNext();
    });
  }

  return {
    run: async (caller, work) => {
      await turnOf(caller);
      try {
        return await work();
      } finally {
        end(caller);
      }
    },
  };
}
