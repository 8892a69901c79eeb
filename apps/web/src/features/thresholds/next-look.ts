/** However far away the next ending is: what is shown is never older. */
const AT_MOST_MS = 30_000;
/** Until the server, whose clock may be behind this one, has ended what should have ended. */
const AT_LEAST_MS = 1_000;

/** What of an override is needed here. */
interface Ending {
  /** Null for never. */
  readonly expiresAt: string | null;
}

/**
 * When overrides are to be asked for again: nothing tells that one has ended by itself.
 * @param now Epoch milliseconds.
 * @returns Milliseconds from now.
 */
export function untilNextLook(overrides: readonly Ending[], now: number): number {
  const left = overrides.map(({ expiresAt }) =>
    expiresAt === null ? AT_MOST_MS : Date.parse(expiresAt) - now,
  );
  return Math.max(AT_LEAST_MS, Math.min(AT_MOST_MS, ...left));
}
