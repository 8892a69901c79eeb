/** A place on the chart, in its own units. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Step extends Place {
  /** Epoch milliseconds. */
  readonly at: number;
}

const KEPT_MS = 30_000;
const NOWHERE: readonly Place[] = [];

/** How dots got to where they are: the last half minute of each. */
export class Trails {
  readonly #steps = new Map<string, readonly Step[]>();

  /** Takes in where the dots are now; those that are gone are forgotten. @param at Epoch milliseconds. */
  add(dots: readonly (Place & { readonly monitoringId: string })[], at: number): void {
    const shown = new Set<string>();
    for (const { monitoringId, x, y } of dots) {
      shown.add(monitoringId);
      const kept = (this.#steps.get(monitoringId) ?? []).filter((step) => at - step.at <= KEPT_MS);
      const last = kept.at(-1);
      const isSame = last !== undefined && last.x === x && last.y === y;
      this.#steps.set(monitoringId, isSame ? kept : [...kept, { at, x, y }]);
    }
    for (const id of this.#steps.keys()) if (!shown.has(id)) this.#steps.delete(id);
  }

  /** Returns the places that a dot was at, oldest first, its present one last. */
  of(monitoringId: string): readonly Place[] {
    return this.#steps.get(monitoringId) ?? NOWHERE;
  }
}
