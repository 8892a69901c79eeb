import type { OverviewFrame } from '@cull/api';
import type { Mode } from '@cull/core';
import type { Ink } from '../../theme/tokens';

type Halt = OverviewFrame['halts'][number];

/** What becomes of kills that the rules ask for, where no layer below says otherwise. */
export interface KillStateWords {
  readonly word: string;
  readonly does: string;
  readonly ink: Ink;
}

const MODES = {
  auto: { word: 'Auto-kill on', does: 'Variants that breach a rule are killed immediately.', ink: 'good' },
  approve: { word: 'Kills need approval', does: 'A person approves each kill.', ink: 'warn' },
  shadow: { word: 'Dry run', does: 'Kills are recorded, not carried out (shadow mode).', ink: 'watch' },
  off: { word: 'Auto-kill off', does: 'No rules run.', ink: 'watch' },
} as const satisfies Record<Mode, KillStateWords>;

/**
 * Returns how the switch of all kills stands.
 * @param mode Of the global thresholds; undefined before it is known.
 * @param clock Says an instant as a clock does.
 */
export function killStateWords(
  halts: readonly Halt[],
  mode: Mode | undefined,
  clock: (instant: string) => string,
): KillStateWords {
  const halt = halts.find(({ scope }) => scope.id === null);
  if (halt !== undefined) {
    const until = halt.until === null ? '' : ` until ${clock(halt.until)}`;
    const word = halt.kind === 'paused' ? 'Kills paused' : 'Circuit breaker';
    return { word: `${word}${until}`, does: 'No rule kills. Monitoring continues.', ink: 'kill' };
  }
  return mode === undefined
    ? { word: 'Auto-kill', does: 'Its state is not known yet.', ink: 'watch' }
    : MODES[mode];
}
