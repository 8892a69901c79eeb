import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InvitationForm } from '../../features/frame/invitation-form';
import { providerName } from '../../sign-in-provider';

export const metadata: Metadata = { title: 'Invitation' };

export default function Page() {
  return (
    <Suspense>
      <InvitationForm provider={providerName(process.env)} />
    </Suspense>
  );
}
