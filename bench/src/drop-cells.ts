import type { CullInputs } from '@cull/client';

/** A policy and how reactions arrive at the source. */
export interface Cell {
  /** Mean of the exponential delay between a view and its reaction. */
  readonly delaySeconds: number;
  readonly values: CullInputs['thresholds']['set']['values'];
}

const onlyEvidence = (reactionDelaySeconds: number, dispersion: number): Cell['values'] => ({
  belowThreshold: { enabled: false },
  evidence: { reactionDelaySeconds, dispersion, alpha: 0.001 },
  drop: { action: 'kill' },
});

/** What is measured, by name. */
export const CELLS = {
  literal: { delaySeconds: 0, values: { evidence: { enabled: false } } },
  'at-once-1': { delaySeconds: 0, values: onlyEvidence(0, 1) },
  'at-once-1.5': { delaySeconds: 0, values: onlyEvidence(0, 1.5) },
  // The policy's delay is 1.5 times the true mean, as Cull suggests it.
  'delay-1': { delaySeconds: 5, values: onlyEvidence(7.5, 1) },
  'delay-1.5': { delaySeconds: 5, values: onlyEvidence(7.5, 1.5) },
} as const satisfies Record<string, Cell>;

/** Narrows a name to that of a cell. */
export function isDropCell(name: string): name is DropCell {
  return Object.hasOwn(CELLS, name);
}

export type DropCell = keyof typeof CELLS;
export const DROP_CELLS = Object.keys(CELLS).filter(isDropCell);
