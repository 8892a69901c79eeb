/**
 * The newest session of each variant.
 * @param sessions Newest first, as they stay.
 */
export function newestOfEach<Session extends { readonly variantId: string }>(
  sessions: readonly Session[],
): readonly Session[] {
  const seen = new Set<string>();
  return sessions.filter(({ variantId }) => !seen.has(variantId) && seen.add(variantId));
}
