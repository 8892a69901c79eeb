/** Where a notification leads: pages of the dashboard. */
export interface Links {
  variant(variantId: string): string;
  /** The page of one of a variant's sessions. */
  session(variantId: string, monitoringId: string): string;
  /** The page of a session, asking whether its kill is to be taken back. */
  undo(variantId: string, monitoringId: string): string;
  readonly dashboard: string;
  /** Where kills are approved and dismissed. */
  readonly approvals: string;
}

/** @param baseUrl The address that browsers know the dashboard by. */
export function linksTo(baseUrl: string): Links {
  const variant = (variantId: string) => new URL(`/variants/${encodeURIComponent(variantId)}`, baseUrl).href;
  const session = (variantId: string, monitoringId: string) =>
    `${variant(variantId)}?session=${encodeURIComponent(monitoringId)}`;
  return {
    variant,
    session,
    undo: (variantId, monitoringId) => `${session(variantId, monitoringId)}&undo`,
    dashboard: new URL('/', baseUrl).href,
    approvals: new URL('/decisions', baseUrl).href,
  };
}
