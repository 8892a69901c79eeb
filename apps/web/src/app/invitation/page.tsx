import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InvitationForm } from '../../features/frame/invitation-form';

export const metadata: Metadata = { title: 'Invitation' };

export default function Page() {
  return (
    <Suspense>
      <InvitationForm />
    </Suspense>
  );
}
