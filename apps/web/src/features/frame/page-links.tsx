'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import classes from './page-links.module.css';
import { isWithin, PAGES } from './pages';

const ICON = 18;

/** The way to every page: in the header where there is room, along the bottom of a phone where there is not. */
export function PageLinks() {
  const path = usePathname();
  return (
    <nav aria-label="Pages" className={classes.pages}>
      {PAGES.map(({ href, label, Icon }) => (
        <Link
          key={href}
          href={href}
          className={classes.page}
          aria-current={isWithin(path, href) ? 'page' : undefined}
        >
          <Icon size={ICON} stroke={1.75} aria-hidden className={classes.icon} />
          {label}
        </Link>
      ))}
    </nav>
  );
}
