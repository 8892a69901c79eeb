import type { KillJudgement, SparedVerdict } from '@cull/db';
import { sumOf } from './sum-of';

/** The share of fewer judged kills would be chance. */
export const MIN_JUDGED_KILLS = 10;

/** What is known of the literal rule's kills of a persona. */
export interface LiteralRecord {
  readonly kills: number;
  /** Kills and spared verdicts of which it is known whether the variant recovered. */
  readonly judged: number;
  readonly wereFalse: number;
}

/** Returns what is known of a persona's kills by the literal rule, from post-kill readings and from the spared. */
export function literalRecordOf(
  personaId: string,
  judgements: readonly KillJudgement[],
  verdicts: readonly SparedVerdict[],
): LiteralRecord {
  const isMeant = (own: { personaId: string; reason: string }) =>
    own.personaId === personaId && own.reason === 'below_threshold';
  const kills = judgements.filter(isMeant);
  const spared = verdicts.filter(isMeant);
  return {
    kills: sumOf(kills, (own) => own.kills),
    judged: sumOf(kills, (own) => own.judged) + spared.filter(({ wasFalse }) => wasFalse !== null).length,
    wereFalse: sumOf(kills, (own) => own.regretted) + spared.filter(({ wasFalse }) => wasFalse).length,
  };
}
