import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InvitationDoor } from '../../features/frame/invitation-door';
import { hasPasswordSignIn, providerName } from '../../sign-in-provider';

export const metadata: Metadata = { title: 'Invitation' };

export default function Page() {
  return (
    <Suspense>
      <InvitationDoor provider={providerName(process.env)} hasPasswords={hasPasswordSignIn(process.env)} />
    </Suspense>
  );
}
