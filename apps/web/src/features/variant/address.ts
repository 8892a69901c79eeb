/** In the query of a variant's page: which of its sessions is shown. */
export const SESSION = 'session';

/** Where one of a variant's sessions is shown. */
export function sessionAddress(variantId: string, monitoringId: string): string {
  return `/variants/${encodeURIComponent(variantId)}?${SESSION}=${monitoringId}`;
}
