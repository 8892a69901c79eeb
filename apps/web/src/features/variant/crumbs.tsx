import Link from 'next/link';
import type { MonitoredVariant } from '../../trpc/types';
import classes from './variant-header.module.css';

/** Where a variant belongs: its campaign and its persona, each leading to its live variants. */
export function Crumbs({ personaId, campaignId }: Pick<MonitoredVariant, 'personaId' | 'campaignId'>) {
  const crumbs = [
    { text: 'Live', href: '/' },
    ...(campaignId === null
      ? []
      : [{ text: campaignId, href: `/?campaign=${encodeURIComponent(campaignId)}` }]),
    { text: personaId, href: `/?persona=${encodeURIComponent(personaId)}` },
  ];
  return (
    <nav aria-label="Where this belongs">
      <ol className={classes.crumbs}>
        {crumbs.map(({ text, href }) => (
          <li key={href}>
            <Link href={href} prefetch={false}>
              {text}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
