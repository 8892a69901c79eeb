import type { HoldCause } from '@cull/core';
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

export type StandingColour = 'kill' | 'warn' | 'good' | 'watch' | 'trouble' | 'muted';
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
  readonly colour: StandingColour;
  readonly sign: StandingSign;
}

/** From this risk on a variant is named at risk, though it has too few interactions to be warned about. */
const AT_RISK = 0.8;

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
        ? { word: 'Killed', colour: 'kill', sign: 'killed' }
        : { word: 'Restored', colour: 'muted', sign: 'alive' };
    case 'timed_out':
      return { word: timeOutLabel(variant.timeOut), ...endingOf(variant.timeOut) };
    case 'stopped':
      return { word: 'Stopped', colour: 'muted', sign: 'halted' };
    case 'monitoring':
      return whileLive(variant);
  }
}

function endingOf(timeOut: KnownTimeOut): Pick<StandingWords, 'colour' | 'sign'> {
  switch (timeOut?.verdict) {
    case 'passed':
      return { colour: 'good', sign: 'alive' };
    case 'no_data':
      return { colour: 'trouble', sign: 'broken' };
    case 'not_enough_data':
      return { colour: 'muted', sign: 'unknown' };
    case undefined:
      return { colour: 'muted', sign: 'over' };
  }
}

function whileLive(variant: Standing): StandingWords {
  const { dataQuality, hold, isProtected, wentBadAt, warned, risk, interactions, policy } = variant;
  if (dataQuality !== 'ok') {
    const isComing = dataQuality === 'no_data' || dataQuality === 'no_views';
    const word = qualityWord(dataQuality);
    return isComing
      ? { word, colour: 'muted', sign: 'waiting' }
      : { word, colour: 'trouble', sign: 'broken' };
  }
  if (hold?.cause === 'approval') return { word: 'Kill to approve', colour: 'kill', sign: 'asks' };
  if (isProtected) return { word: 'Protected', colour: 'watch', sign: 'protected' };
  if (hold !== null) return { word: blockedWord(hold.cause), colour: 'kill', sign: 'halted' };
  if (wentBadAt !== null) return { word: 'Went bad', colour: 'warn', sign: 'falling' };
  if (warned) return { word: 'Warned', colour: 'warn', sign: 'warned' };
  if (risk >= AT_RISK) return { word: 'At risk', colour: 'warn', sign: 'falling' };
  return (interactions ?? 0) < policy.minInteractions
    ? { word: 'Watching', colour: 'watch', sign: 'watching' }
    : { word: 'Healthy', colour: 'good', sign: 'alive' };
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
