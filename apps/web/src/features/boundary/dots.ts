import type { KillReason, LiveVerdict } from '@cull/core';
import { standingWords, VERDICT_WORDS, verdictOf } from '../../components/standing';
import type { MonitoredVariant } from '../../trpc/types';
import type { Fleet } from '../live/stream/use-fleet';
import type { DueRange } from './edges';

/** Shares above this are drawn at it. */
export const HIGHEST_SHARE = 2;
/** Less than this due is drawn at it. */
export const LOWEST_DUE = 0.5;
/** The chart reaches at least so far, so that both zones are on it. */
const REACHES = 100;
const HEADROOM = 1.05;
/** Of a decade: further steps would redraw the zones with every interaction. */
const STEPS = 4;

export type DotKind = 'killed' | 'at_risk' | 'warned' | 'live' | 'ended';

/** A variant on the boundary chart. */
export interface Dot {
  readonly variantId: string;
  readonly monitoringId: string;
  /** Interactions due so far, and those that came. */
  readonly due: number;
  readonly came: number;
  /** Where it is drawn: what lies outside of the chart is at its edge. */
  readonly x: number;
  readonly y: number;
  readonly kind: DotKind;
  /** How it stands, in a word or three. */
  readonly word: string;
  /** What killed it; null where nothing did. */
  readonly reason: KillReason | null;
  readonly isSelf: boolean;
}

/** Returns the dots of variants that have a reading, in their order. @param self The session that the chart is about. */
export function dotsOf(variants: readonly MonitoredVariant[], self: string | null): readonly Dot[] {
  return variants.flatMap((variant) => {
    const { interactionsDue: due, interactions: came, monitoringId, variantId, killReason: reason } = variant;
    if (due === null || came === null) return [];
    return [
      {
        variantId,
        monitoringId,
        due,
        came,
        ...placeOf(due, came),
        kind: kindOf(variant),
        word: standingWords(variant).word,
        reason,
        isSelf: monitoringId === self,
      },
    ];
  });
}

/** Returns the dots of the fleet's variants that have a reading, the killed ones first, then the riskiest. */
export function dotsOfFleet(items: Fleet['items']): readonly Dot[] {
  return items.flatMap(({ monitoringId, variantId, due, received: came, verdict, killReason = null }) =>
    due === null || came === null
      ? []
      : [
          {
            variantId,
            monitoringId,
            due,
            came,
            ...placeOf(due, came),
            kind: verdict === 'killed' ? 'killed' : kindOfVerdict(verdict),
            word: verdict === 'killed' ? 'Killed' : VERDICT_WORDS[verdict],
            reason: killReason,
            isSelf: false,
          },
        ],
  );
}

/** Returns where counts are drawn. */
export function placeOf(due: number, came: number): { readonly x: number; readonly y: number } {
  const x = Math.max(LOWEST_DUE, due);
  // Before anything is due, interactions are more than was due, and none are as many.
  const share = due > 0 ? came / due : came > 0 ? HIGHEST_SHARE : 1;
  return { x, y: Math.min(HIGHEST_SHARE, share) };
}

/** Returns how far the chart has to reach, in steps. */
export function rangeOf(dues: readonly number[]): DueRange {
  const furthest = HEADROOM * Math.max(REACHES / HEADROOM, ...dues);
  return { low: LOWEST_DUE, high: 10 ** (Math.ceil(STEPS * Math.log10(furthest) - 1e-9) / STEPS) };
}

const DIGITS = [1, 2, 5];

/** Returns the ticks of a logarithmic axis: 1, 2, 5, 10 …, fewer where that would be many. */
export function dueTicks({ low, high }: DueRange): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first;
  const digits = decades > 4 ? [1] : DIGITS;
  return Array.from({ length: decades + 1 }, (_, index) =>
    digits.map((digit) => digit * 10 ** (first + index)),
  )
    .flat()
    .filter((tick) => tick >= low && tick <= high);
}

function kindOf(variant: MonitoredVariant): DotKind {
  if (variant.status === 'killed') return 'killed';
  return variant.status === 'monitoring' ? kindOfVerdict(verdictOf(variant)) : 'ended';
}

function kindOfVerdict(verdict: LiveVerdict): DotKind {
  switch (verdict) {
    case 'at_risk':
    case 'needs_approval':
    case 'blocked':
      return 'at_risk';
    case 'warned':
    case 'went_bad':
      return 'warned';
    default:
      return 'live';
  }
}
