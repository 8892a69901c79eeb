/**
 * Returns the address that sends a browser to Threads, and takes it back to the accounts.
 * @param accountId The account whose token is replaced; a new account without it.
 */
export function connectAddress(accountId?: string): string {
  const address = '/api/accounts/threads/connect';
  return accountId === undefined ? address : `${address}?${new URLSearchParams({ accountId })}`;
}
