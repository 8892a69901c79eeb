import { type HoldCause, type LiveVerdict, liveVerdict } from '@cull/core';
import type { Ink } from '../theme/tokens';
import { HOLD_WORDS } from './hold-words';
import { type KnownTimeOut, timeOutLabel } from './time-out-words';

/** What a variant's standing is told by. */
export interface Standing {
  readonly status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  readonly warned: boolean;
  /** ISO 8601; null while no drop shows. */
  readonly wentBadAt: string | null;
  readonly dataQuality: string;
  /** 0 to 1. */
  readonly risk: number;
  readonly interactions: number | null;
  readonly policy: { readonly minInteractions: number };
  readonly isProtected: boolean;
  readonly hold: { readonly cause: HoldCause } | null;
  readonly timeOut: KnownTimeOut;
  readonly revivedAt: string | null;
}

export type StandingColor = Ink;
export type StandingSign =
  | 'killed'
  | 'alive'
  | 'over'
  | 'unknown'
  | 'halted'
  | 'waiting'
  | 'broken'
  | 'asks'
  | 'protected'
  | 'falling'
  | 'warned'
  | 'watching';

/** How a variant stands: a word, with a sign and a color that only underline it. */
export interface StandingWords {
  readonly word: string;
  readonly color: StandingColor;
  readonly sign: StandingSign;
}

const QUALITY_WORDS: Readonly<Record<string, string>> = {
  no_data: 'No data yet',
  no_views: 'No views yet',
  stale: 'Stale data',
  decreasing: 'Counters fell',
  impossible: 'Bad counters',
  source_error: 'Source error',
  token_invalid: 'Token refused',
  post_gone: 'Post is gone',
  no_counters: 'No counters',
  reactions_frozen: 'Source frozen',
};

/** Returns how a variant stands, in a word or three. */
export function standingWords(variant: Standing): StandingWords {
  switch (variant.status) {
    case 'killed':
      return variant.revivedAt === null
        ? { word: 'Killed', color: 'kill', sign: 'killed' }
        : { word: 'Restored', color: 'watch', sign: 'alive' };
    case 'timed_out':
      return { word: timeOutLabel(variant.timeOut), ...endingOf(variant.timeOut) };
    case 'stopped':
      return { word: 'Stopped', color: 'watch', sign: 'halted' };
    case 'monitoring':
      return whileLive(variant);
  }
}

function endingOf(timeOut: KnownTimeOut): Pick<StandingWords, 'color' | 'sign'> {
  switch (timeOut?.verdict) {
    case 'passed':
      return { color: 'good', sign: 'alive' };
    case 'no_data':
      return { color: 'trouble', sign: 'broken' };
    case 'not_enough_data':
      return { color: 'watch', sign: 'unknown' };
    case undefined:
      return { color: 'watch', sign: 'over' };
  }
}

const LIVE_WORDS = {
  needs_approval: { word: 'Kill to approve', color: 'kill', sign: 'asks' },
  went_bad: { word: 'Went bad', color: 'warn', sign: 'falling' },
  warned: { word: 'Warned', color: 'warn', sign: 'warned' },
  at_risk: { word: 'At risk', color: 'kill', sign: 'falling' },
  protected: { word: 'Protected', color: 'accent', sign: 'protected' },
  too_early: { word: 'Too early', color: 'watch', sign: 'watching' },
  healthy: { word: 'Healthy', color: 'good', sign: 'alive' },
} as const satisfies Partial<Record<LiveVerdict, StandingWords>>;

/** A verdict in a word or three, where nothing else of the variant is known. */
export const VERDICT_WORDS: Readonly<Record<LiveVerdict, string>> = {
  needs_approval: LIVE_WORDS.needs_approval.word,
  blocked: 'Kill blocked',
  went_bad: LIVE_WORDS.went_bad.word,
  warned: LIVE_WORDS.warned.word,
  at_risk: LIVE_WORDS.at_risk.word,
  bad_data: 'Bad data',
  no_data: 'No data yet',
  protected: LIVE_WORDS.protected.word,
  too_early: LIVE_WORDS.too_early.word,
  healthy: LIVE_WORDS.healthy.word,
};

/** Returns the verdict on a live variant. */
export function verdictOf({ hold, wentBadAt, policy, ...variant }: Standing): LiveVerdict {
  const { minInteractions } = policy;
  return liveVerdict({
    ...variant,
    minInteractions,
    wentBad: wentBadAt !== null,
    holdCause: hold?.cause ?? null,
  });
}

function whileLive(variant: Standing): StandingWords {
  const verdict = verdictOf(variant);
  switch (verdict) {
    case 'no_data':
      return { word: qualityWord(variant.dataQuality), color: 'watch', sign: 'waiting' };
    case 'bad_data':
      return { word: qualityWord(variant.dataQuality), color: 'trouble', sign: 'broken' };
    case 'blocked':
      return {
        word: blockedWord(variant.hold?.cause ?? 'paused'),
        color: 'kill',
        sign: 'halted',
      };
    default:
      return LIVE_WORDS[verdict];
  }
}

/** Returns the cause where it says more than that a kill is blocked: what measures the kills, and what doubts them. */
function blockedWord(cause: HoldCause): string {
  if (cause === 'holdout') return HOLD_WORDS.holdout;
  return cause === 'expectation_suspect' ? 'ER suspect' : 'Kill blocked';
}

/** Returns what is wrong with a variant's counters, in a word or two. */
export function qualityWord(quality: string): string {
  return QUALITY_WORDS[quality] ?? quality;
}
