import { inferAdditionalFields, twoFactorClient } from 'better-auth/client/plugins';
import { createAuthClient } from 'better-auth/react';

/** Sign-in and sign-out, on this page's own address. */
export const authClient = createAuthClient({
  plugins: [inferAdditionalFields({ user: { role: { type: 'string', input: false } } }), twoFactorClient()],
});

export const NO_ANSWER = 'The server does not answer.';

/** Why a call of the client's came to nothing. */
export interface AuthRefusal {
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  readonly code: string | undefined;
  /** A sentence for people. */
  readonly message: string;
}

interface Answer {
  readonly error: { status: number; code?: string | undefined; message?: string | undefined } | null;
}

/** @returns Why a call was refused; null where it was not. Never rejects, as the client does where nobody answers. */
export async function refusalOf(call: Promise<Answer>): Promise<AuthRefusal | null> {
  try {
    const { error } = await call;
    if (error === null) return null;
    const { status, code, message = NO_ANSWER } = error;
    return { status, code, message };
  } catch {
    return { status: null, code: undefined, message: NO_ANSWER };
  }
}
