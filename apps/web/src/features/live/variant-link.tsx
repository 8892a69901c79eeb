import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { memo } from 'react';

/** Leads to a variant's page. Not fetched ahead: a list has hundreds, and nobody opens them all. */
export const VariantLink = memo(function VariantLink({ variantId }: { variantId: string }) {
  return (
    <Anchor
      component={Link}
      href={`/variants/${encodeURIComponent(variantId)}`}
      prefetch={false}
      size="sm"
      fw={600}
      truncate
      title={variantId}
      display="block"
    >
      {variantId}
    </Anchor>
  );
});
