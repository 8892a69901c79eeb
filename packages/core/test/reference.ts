import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values of ln E and whole sequences of readings, computed at 50 digits from the definitions. */
interface Reference {
  readonly values: readonly (readonly [s: number | string, x: string, logE: string])[];
  readonly sequences: readonly {
    readonly name: string;
    readonly healthyLine: string;
    readonly delayMeanSeconds: string;
    readonly dispersion: string;
    readonly windowSeconds: number;
    readonly alpha: string;
    readonly killRatio: string;
    readonly healthyRatio: string;
    readonly killed: {
      readonly second: number;
      readonly reason: 'evidence' | 'drop';
      readonly wentBadAt: number | null;
    } | null;
    readonly readings: readonly (readonly [
      second: number,
      views: number,
      interactions: number,
      matured: string,
      logE: string,
      logD: string,
      logM: string,
      cusum: string,
    ])[];
  }[];
}

export const REFERENCE: Reference = JSON.parse(
  readFileSync(join(import.meta.dirname, 'delay-aware.json'), 'utf8'),
);
