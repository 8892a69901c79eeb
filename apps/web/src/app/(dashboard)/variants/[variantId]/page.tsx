import type { Metadata } from 'next';
import { VariantPage } from '../../../../features/variant/variant-page';

interface Props {
  params: Promise<{ variantId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).variantId) };
}

export default async function Page({ params }: Props) {
  return <VariantPage variantId={decodeURIComponent((await params).variantId)} />;
}
