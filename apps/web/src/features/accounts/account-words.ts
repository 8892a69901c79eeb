import { formatCount } from '@cull/core';
import type { Account } from './types';

interface StateWords {
  readonly word: string;
  readonly color: 'good' | 'warn' | 'kill' | 'trouble' | 'muted';
}

const STATES = {
  ok: { word: 'ok', color: 'good' },
  token_expiring: { word: 'token expires', color: 'warn' },
  token_invalid: { word: 'token invalid', color: 'kill' },
  limited: { word: 'limited', color: 'warn' },
  unreachable: { word: 'unreachable', color: 'trouble' },
  paused: { word: 'paused', color: 'muted' },
} as const satisfies Record<Account['state'], StateWords>;

/** From this share of a budget on it is worth a look. */
const LOW_FROM = 0.8;

const UNUSABLE: StateWords = { word: 'can’t be used', color: 'kill' };

/** Returns the state in a word or two, and the color that underlines it. */
export function stateWords({ state, isUsable }: Pick<Account, 'state' | 'isUsable'>): StateWords {
  return state === 'token_invalid' && !isUsable ? UNUSABLE : STATES[state];
}

/** Returns the achieved check intervals, `1.0 s, p95 2.0 s`; a dash where nothing was checked twice. */
export function intervalWords({ p50, p95 }: Account['checkIntervalSeconds']): string {
  if (p50 === null) return '–';
  return p95 === null ? `${p50.toFixed(1)} s` : `${p50.toFixed(1)} s, p95 ${p95.toFixed(1)} s`;
}

/** Returns what was used of a budget: `1,204 of 48,000`, or the count alone where no limit is known. */
export function budgetWords({ used, limit }: Account['calls']): string {
  return limit === null ? formatCount(used) : `${formatCount(used)} of ${formatCount(limit)}`;
}

/** Returns whether a budget is nearly used up. */
export function isLow({ used, limit }: Account['calls']): boolean {
  return limit !== null && used >= limit * LOW_FROM;
}

const MAX_NAMED = 8;

/** Returns whose variants are read through an account, in a sentence. */
export function personaWords({ isEditable, personaIds }: Pick<Account, 'isEditable' | 'personaIds'>): string {
  if (!isEditable) return 'every persona without an account of its own';
  if (personaIds.length === 0) return 'none yet; only variants that name this account use it';
  const named = personaIds.slice(0, MAX_NAMED).join(', ');
  const others = personaIds.length - MAX_NAMED;
  return others > 0 ? `${named} and ${formatCount(others)} more` : named;
}
