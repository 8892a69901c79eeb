import type { Preset } from '@cull/core';

/** What a preset did to simulated variants: those of docs/simulation.md. */
interface Figures {
  /** Of variants exactly as good as expected, at 3,600 views a minute with reactions 5 s after their views. */
  readonly healthyKilled: string;
  /** Seconds to the kill of a variant at a quarter of expected, on the same terms. */
  readonly badKilledAfter: string;
}

export const SIMULATED: Readonly<Record<Preset['id'], Figures>> = {
  literal: { healthyKilled: '71%', badKilledAfter: '14 s' },
  careful: { healthyKilled: 'under 1%', badKilledAfter: '15 s' },
  evidence_only: { healthyKilled: 'under 1%', badKilledAfter: '14 s' },
};
