/** What is wrong with the unlucky account. */
export type Trouble = 'none' | 'expired' | 'limited';

const QUIET_MS = 180_000;
const TROUBLE_MS = 120_000;

/**
 * The trouble at a time since the start, milliseconds: three quiet minutes, then two minutes in which the token is expired or
 * the calls are used up, in turns.
 */
export function troubleAt(sinceStartMs: number): Trouble {
  const cycle = QUIET_MS + TROUBLE_MS;
  if (sinceStartMs % cycle < QUIET_MS) return 'none';
  return Math.floor(sinceStartMs / cycle) % 2 === 0 ? 'limited' : 'expired';
}

export function describeTrouble(trouble: Trouble): string {
  if (trouble === 'none') return 'the account works again';
  return trouble === 'expired' ? 'the account’s token has expired' : 'the account has used up its calls';
}
