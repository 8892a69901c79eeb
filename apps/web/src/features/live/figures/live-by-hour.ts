interface Hour {
  readonly posted: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly stopped: number;
}

/**
 * Returns how many variants were live at the end of each hour, from how many are now and what came and went since.
 * @param hours Oldest first, the present one last.
 */
export function liveByHour(hours: readonly Hour[], now: number): readonly number[] {
  let live = now;
  return hours
    .toReversed()
    .map(({ posted, killed, timedOut, stopped }) => {
      const atItsEnd = live;
      live = Math.max(0, live - posted + killed + timedOut + stopped);
      return atItsEnd;
    })
    .toReversed();
}
