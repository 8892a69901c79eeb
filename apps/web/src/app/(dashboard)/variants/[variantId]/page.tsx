import type { Metadata } from 'next';
import { VariantPage } from '../../../../features/variant/variant-page';

interface Props {
  params: Promise<{ variantId: string }>;
}

/** Next.js gives metadata the id itself, and the page the id as it is encoded in the address. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).variantId };
}

export default async function Page({ params }: Props) {
  return <VariantPage variantId={decodeURIComponent((await params).variantId)} />;
}
