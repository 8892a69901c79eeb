import { dictionary } from '@zxcvbn-ts/language-common';

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

/** Shorter names of mailboxes turn up in good passwords by chance. */
const MIN_NAME_LENGTH = 4;
const PRODUCT = 'cull';

/** The most common passwords of known leaks, in lower case; guessing begins with these. */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/**
 * Returns why a password is too easy to guess for somebody who knows the owner; null where it is not.
 * @param email Of the person whose password it becomes.
 */
export function passwordProblem(password: string, email: string): string | null {
  const typed = password.toLowerCase();
  if (COMMON.has(typed)) return 'is on the list of the most common passwords; choose another';
  if (typed.includes(PRODUCT)) return `contains “${PRODUCT}”, which is guessed first; choose another`;
  const [name = ''] = email.toLowerCase().split('@');
  if (name.length >= MIN_NAME_LENGTH && typed.includes(name))
    return `contains “${name}” of the email address, which is guessed first; choose another`;
  return null;
}
