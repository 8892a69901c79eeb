import { behindWords, type CheckPace } from '@cull/core';

/** Returns how much less often than planned variants are checked, and why: "Checked every 4 s instead of 1 s: call budget". */
export function behindLabel(pace: CheckPace): string {
  return `Checked ${behindWords(pace)}`;
}
