import { formatCount } from '../format';

/** Returns odds from their logarithm, in words: 1,000; beyond a million nobody reads the digits. */
export function oddsInWords(logOdds: number): string {
  if (logOdds >= Math.log(1e6)) return 'over a million';
  return logOdds <= 0 ? 'at most 1' : formatCount(Math.exp(logOdds));
}

/** Returns interactions that were due: whole, and with a decimal where there are few. */
export function dueInWords(due: number): string {
  return due < 10 ? due.toFixed(1) : formatCount(due);
}
