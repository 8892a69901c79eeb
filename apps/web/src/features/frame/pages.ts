/** The pages of the dashboard, in the order in which they are offered. */
export const PAGES = [
  { href: '/', label: 'Live' },
  { href: '/decisions', label: 'Decisions' },
  { href: '/thresholds', label: 'Thresholds' },
  { href: '/insights', label: 'Insights' },
  { href: '/system', label: 'System' },
  { href: '/settings', label: 'Settings' },
] as const;

/** Whether the address belongs to the page; a variant belongs to the live ones. */
export function isWithin(path: string, href: string): boolean {
  if (href === '/') return path === '/' || path.startsWith('/variants/');
  return path === href || path.startsWith(`${href}/`);
}
