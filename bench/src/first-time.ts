import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 10;

/**
 * Asks until something is true; a question that fails counts as no.
 * @param signal Gives up, for a process that never came up.
 * @returns When it was first seen to be, in milliseconds of `performance.now()`.
 */
export async function firstTime(isTrue: () => Promise<boolean>, signal: AbortSignal): Promise<number> {
  while (!(await isTrue().catch(() => false))) {
    if (signal.aborted) return Number.NaN;
    await pause(ASK_EVERY_MS);
  }
  return performance.now();
}
