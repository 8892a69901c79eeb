import { twoFactor } from 'better-auth/plugins';
import { textAt } from '../text-at';
import type { HookContext } from './auth-hooks';

/** By the library's names: sign-ins that Cull judges itself. A provider has asked for what it wants. */
const ASKED_AFTER: ReadonlySet<string> = new Set(['/sign-in/email', '/magic-link/verify']);
/** By the library's names: where a code is tried out. */
const CODE_PATHS: ReadonlySet<string> = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
]);
/** As long as the library takes a code: its half a minute, and those before and after. */
const CODE_LASTS_MS = 90_000;

/** Codes of an authenticator app after the password, as the library has them, and after a link as well. */
export function secondFactor() {
  const plugin = twoFactor({ issuer: 'Cull' });
  const after = plugin.hooks.after.map((hook) => ({
    ...hook,
    matcher: ({ path }: { path?: string | undefined }) => ASKED_AFTER.has(path ?? ''),
  }));
  return { ...plugin, hooks: { after } };
}

export function triesCode(path: string): boolean {
  return CODE_PATHS.has(path);
}

/** Returns who has shown their password and is asked for a code now, by the library's cookie; null for nobody. */
export async function whoIsAsked(hook: HookContext) {
  const { internalAdapter, createAuthCookie, secret } = hook.context;
  const shown = await hook.getSignedCookie(createAuthCookie('two_factor').name, secret);
  if (!shown) return null;
  const asked = await internalAdapter.findVerificationValue(shown);
  return asked === null ? null : internalAdapter.findUserById(asked.value);
}

/** Whether a person has come in with this very code already: who looked over their shoulder has it as well. */
export async function isUsedCode({ context, body }: HookContext, userId: string): Promise<boolean> {
  const code = textAt(body, 'code') ?? '';
  return (await context.internalAdapter.findVerificationValue(usedName(userId, code))) !== null;
}

export async function noteUsedCode({ context, body }: HookContext, userId: string): Promise<void> {
  const identifier = usedName(userId, textAt(body, 'code') ?? '');
  const expiresAt = new Date(Date.now() + CODE_LASTS_MS);
  await context.internalAdapter.createVerificationValue({ identifier, value: userId, expiresAt });
}

const usedName = (userId: string, code: string): string => `code-used:${userId}:${code}`;
