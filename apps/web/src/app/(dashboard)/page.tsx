import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LivePage } from '../../features/live/live-page';

export const metadata: Metadata = { title: 'Live' };

export default function Page() {
  return (
    <Suspense>
      <LivePage />
    </Suspense>
  );
}
