import Link from 'next/link';
import { memo } from 'react';
import classes from './variant-link.module.css';

/** Leads to a variant's page. Not fetched ahead: a list has hundreds, and nobody opens them all. */
export const VariantLink = memo(function VariantLink({ variantId }: { variantId: string }) {
  return (
    <Link
      href={`/variants/${encodeURIComponent(variantId)}`}
      prefetch={false}
      className={classes.link}
      title={variantId}
    >
      <bdi>{variantId}</bdi>
    </Link>
  );
});
