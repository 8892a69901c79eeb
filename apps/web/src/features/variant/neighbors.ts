interface Posted {
  readonly monitoringId: string;
  readonly variantId: string;
  readonly startedAt: string;
}

/** Returns the siblings that were posted right before and right after one; null where there is none. */
export function neighborsOf<Session extends Posted>(
  siblings: readonly Session[],
  self: Posted,
): { readonly before: Session | null; readonly after: Session | null } {
  const order = siblings.toSorted(
    (one, other) =>
      Date.parse(one.startedAt) - Date.parse(other.startedAt) || (one.variantId < other.variantId ? -1 : 1),
  );
  const place = order.findIndex(({ monitoringId }) => monitoringId === self.monitoringId);
  if (place === -1) return { before: null, after: null };
  return { before: order[place - 1] ?? null, after: order[place + 1] ?? null };
}
