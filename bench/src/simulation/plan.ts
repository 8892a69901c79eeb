/** What a run simulates. The same plan gives the same figures. */
export interface Plan {
  readonly seed: number;
  /** How many variants there are in each cell, as a part of a full run's. */
  readonly scale: number;
  /** Path of the Upworthy packages; null without them. */
  readonly data: string | null;
}

/**
 * One table, whose cells can be simulated in any order and in different processes.
 * @typeParam Cell Plain data.
 */
export interface Part<Name extends string, Cell> {
  readonly name: Name;
  /** What the run says that it is doing. */
  readonly title: string;
  /** Returns how many cells there are. */
  count(plan: Plan): number;
  /** Simulates one cell. @param index From 0 to the number of cells, exclusive. */
  run(index: number, plan: Plan): Cell;
}

const LEAST = 2;

/** Returns how many variants there are where a full run has `count`. */
export function scaled({ scale }: Pick<Plan, 'scale'>, count: number): number {
  return Math.max(LEAST, Math.round(scale * count));
}

/** Returns an entry of a list of cells. @throws Where there is none: the index is a programming error. */
export function entryOf<Entry>(entries: readonly Entry[], index: number): Entry {
  const entry = entries[index];
  if (entry === undefined) throw new Error(`there is no cell ${index}, only ${entries.length}`);
  return entry;
}
