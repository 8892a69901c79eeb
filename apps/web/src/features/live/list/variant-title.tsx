import Link from 'next/link';
import { memo } from 'react';
import classes from './variant-title.module.css';

interface Props {
  variantId: string;
  /** The beginning of its post's text; null where there is none. */
  excerpt: string | null;
  /** Besides its id: where it belongs, and what became of it. */
  about: string;
}

/** A variant by its words, with its id and where it belongs below. Not fetched ahead: a list has hundreds. */
export const VariantTitle = memo(function VariantTitle({ variantId, excerpt, about }: Props) {
  return (
    <div className={classes.title}>
      <Link
        href={`/variants/${encodeURIComponent(variantId)}`}
        prefetch={false}
        className={classes.link}
        title={excerpt ?? variantId}
        aria-label={excerpt === null ? undefined : `${excerpt} (${variantId})`}
      >
        <bdi>{excerpt ?? variantId}</bdi>
      </Link>
      <div className={classes.about}>
        {excerpt !== null && (
          <span className={classes.id} title={variantId}>
            <bdi>{variantId}</bdi>
          </span>
        )}
        <span className={classes.where}>{about}</span>
      </div>
    </div>
  );
});
