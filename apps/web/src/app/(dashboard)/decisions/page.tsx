import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DecisionsPage } from '../../../features/decisions/decisions-page';

export const metadata: Metadata = { title: 'Decisions' };

export default function Page() {
  return (
    <Suspense>
      <DecisionsPage />
    </Suspense>
  );
}
