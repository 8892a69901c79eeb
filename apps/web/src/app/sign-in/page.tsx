import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SignInForm } from '../../features/frame/sign-in-form';
import { hasPasswordSignIn, providerName } from '../../sign-in-provider';

export const metadata: Metadata = { title: 'Sign in' };

export default function Page() {
  return (
    <Suspense>
      <SignInForm provider={providerName(process.env)} hasPasswords={hasPasswordSignIn(process.env)} />
    </Suspense>
  );
}
