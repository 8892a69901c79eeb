import type { HoldCause } from './hold';

/** How a live variant stands, from what needs a person most to what needs nobody. */
export const LIVE_VERDICTS = [
  'needs_approval',
  'blocked',
  'went_bad',
  'warned',
  'at_risk',
  'bad_data',
  'no_data',
  'protected',
  'too_early',
  'healthy',
] as const;
export type LiveVerdict = (typeof LIVE_VERDICTS)[number];

/** What a live variant's verdict is told by. */
export interface LiveStanding {
  readonly dataQuality: string;
  readonly holdCause: HoldCause | null;
  readonly isProtected: boolean;
  readonly wentBad: boolean;
  readonly warned: boolean;
  /** 0 to 1. */
  readonly risk: number;
  /** Null before the first reading. */
  readonly interactions: number | null;
  readonly minInteractions: number;
}

/** From this risk on a variant is at risk, though it has too few interactions to be warned about. */
const AT_RISK = 0.8;

/** Returns how a live variant stands. */
export function liveVerdict(standing: LiveStanding): LiveVerdict {
  const { dataQuality, holdCause, isProtected, wentBad, warned, risk, interactions } = standing;
  if (dataQuality === 'no_data' || dataQuality === 'no_views') return 'no_data';
  if (dataQuality !== 'ok') return 'bad_data';
  if (holdCause === 'approval') return 'needs_approval';
  if (isProtected) return 'protected';
  if (holdCause !== null) return 'blocked';
  if (wentBad) return 'went_bad';
  if (warned) return 'warned';
  if (risk >= AT_RISK) return 'at_risk';
  return (interactions ?? 0) < standing.minInteractions ? 'too_early' : 'healthy';
}
