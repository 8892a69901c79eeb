import {
  IconActivity,
  IconAdjustments,
  IconChartHistogram,
  IconGavel,
  IconServer,
  IconSettings,
} from '@tabler/icons-react';

/** The pages of the dashboard, in the order in which they are offered. */
export const PAGES = [
  { href: '/', label: 'Live', Icon: IconActivity },
  { href: '/decisions', label: 'Decisions', Icon: IconGavel },
  { href: '/thresholds', label: 'Thresholds', Icon: IconAdjustments },
  { href: '/insights', label: 'Insights', Icon: IconChartHistogram },
  { href: '/system', label: 'System', Icon: IconServer },
  { href: '/settings', label: 'Settings', Icon: IconSettings },
] as const;

/** Whether the address belongs to the page; a variant belongs to the live ones. */
export function isWithin(path: string, href: string): boolean {
  if (href === '/') return path === '/' || path.startsWith('/variants/');
  return path === href || path.startsWith(`${href}/`);
}
