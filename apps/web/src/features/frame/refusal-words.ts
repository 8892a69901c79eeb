/** What the provider or Cull refused, in a sentence; undefined where nothing was. */
export function refusalWords(code: string | null): string | undefined {
  switch (code) {
    case null:
      return undefined;
    case 'INVALID_TOKEN':
    case 'EXPIRED_TOKEN':
      return 'This sign-in link is used up or too old. Sign in with your password, or start Cull again for a new link.';
    case 'not_invited':
      return 'Nobody has invited this address yet. Ask an admin for an invitation.';
    case 'email_not_verified':
    case 'account_not_linked':
      return 'The provider has not verified this address, so Cull cannot tell whose it is.';
    case 'known_by_another_account':
      return 'This address belongs to another account at the provider. Ask an admin to remove the person who had it.';
    case 'access_denied':
      return 'Your identity provider denied access.';
    default:
      return 'Sign-in didn’t complete. Try again.';
  }
}
