/**
 * Returns the views that still have their reaction before them, after `seconds` in which `newViews` came evenly.
 *
 * Reactions come an exponential delay after their view, so a view of age a is still pending with probability
 * e^(−a/τ): P ← P·e^(−Δt/τ) + Δn·(τ/Δt)·(1 − e^(−Δt/τ)).
 * @param pending P at the beginning of the interval.
 * @param newViews Δn, at least 0.
 * @param seconds Δt; at 0 or below no time has passed, and all new views are pending.
 * @param delaySeconds τ, the mean delay; 0 where reactions come at once.
 */
export function stillPending(
  pending: number,
  newViews: number,
  seconds: number,
  delaySeconds: number,
): number {
  if (delaySeconds <= 0) return 0;
  const elapsed = Math.max(0, seconds) / delaySeconds;
  if (elapsed === 0) return pending + newViews;
  return pending * Math.exp(-elapsed) - newViews * (Math.expm1(-elapsed) / elapsed);
}
