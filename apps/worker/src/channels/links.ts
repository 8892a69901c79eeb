/** Where a notification leads: pages of the dashboard. */
export interface Links {
  variant(variantId: string): string;
  /** The page of a variant, asking whether the kill is to be taken back. */
  undo(variantId: string): string;
  readonly dashboard: string;
}

/** @param baseUrl The address that browsers know the dashboard by. */
export function linksTo(baseUrl: string): Links {
  const variant = (variantId: string) => new URL(`/variants/${encodeURIComponent(variantId)}`, baseUrl).href;
  return {
    variant,
    undo: (variantId) => `${variant(variantId)}?undo`,
    dashboard: new URL('/', baseUrl).href,
  };
}
