/** Something that turns on or off only once it was seen so for a while. */
export interface Settling {
  readonly isOn: boolean;
  /** Since when it is seen the other way, epoch milliseconds; null while it isn't. */
  readonly turningSince: number | null;
}

/** For how long it has to be seen before it counts, milliseconds. */
export interface SettlingTerms {
  readonly onAfterMs: number;
  readonly offAfterMs: number;
}

/**
 * Returns what it comes to with what is seen now.
 * @param isSeen Null where nothing can be said: it stays as it is, and begins to turn again later.
 */
export function settle(
  { isOn, turningSince }: Settling,
  isSeen: boolean | null,
  now: number,
  { onAfterMs, offAfterMs }: SettlingTerms,
): Settling {
  if (isSeen === null || isSeen === isOn) return { isOn, turningSince: null };
  const since = turningSince ?? now;
  const isSettled = now - since >= (isSeen ? onAfterMs : offAfterMs);
  return isSettled ? { isOn: isSeen, turningSince: null } : { isOn, turningSince: since };
}
