import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ThresholdsPage } from '../../../features/thresholds/thresholds-page';

export const metadata: Metadata = { title: 'Thresholds' };

export default function Page() {
  return (
    <Suspense>
      <ThresholdsPage />
    </Suspense>
  );
}
