import { inferAdditionalFields } from 'better-auth/client/plugins';
import { createAuthClient } from 'better-auth/react';

/** Sign-in and sign-out, on this page's own address. */
export const authClient = createAuthClient({
  plugins: [inferAdditionalFields({ user: { role: { type: 'string', input: false } } })],
});
