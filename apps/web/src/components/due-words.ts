import { formatCount } from '@cull/core';

/** Fewer are shown with a decimal: between 1.4 and 2.4 lies most of what a rule decides by. */
const WHOLE_FROM = 10;

/** Returns a number of interactions that are due, as it is read: 0.4, 9.8, 41. */
export function dueWords(due: number): string {
  return due < WHOLE_FROM - 0.05 ? due.toFixed(1) : formatCount(due);
}
