import { openAccount, unusableWords } from '@cull/accounts';
import type { AccountRow } from '@cull/db';
import { SealError, type SecretBox } from '@cull/process';
import { createSource, type SourceAccount, type SourceCapabilities, SourceConfigError } from '@cull/sources';
import { TRPCError } from '@trpc/server';

const TEST_WITHIN_MS = 10_000;

/**
 * Asks the source something cheap that shows whether address and token work.
 * @returns What is wrong, in words; null where nothing is.
 * @throws BAD_REQUEST that names the field, where no client can be made of the account.
 */
export async function testSource(account: SourceAccount, now: () => number): Promise<string | null> {
  const client = clientOf(account, now);
  try {
    const failure = await client.test({ timeoutMs: TEST_WITHIN_MS });
    return failure?.detail ?? null;
  } finally {
    await client.close();
  }
}

/** @throws BAD_REQUEST that names the field, where no client could ever be made of the account. */
export async function demandUsable(account: SourceAccount): Promise<void> {
  await clientOf(account, Date.now).close();
}

/** A stored account with its secrets, as a client is made of it. @throws SealError */
export function sourceAccountOf(box: SecretBox, row: AccountRow): SourceAccount {
  return { platform: row.platform, baseUrl: row.baseUrl, ...openAccount(box, row) };
}

/** What the source of an account can do, or why no client can be made of it. */
export async function capabilitiesOf(
  open: () => SourceAccount,
): Promise<{ readonly capabilities: SourceCapabilities | null; readonly problem: string | null }> {
  try {
    const client = createSource(open());
    await client.close();
    return { capabilities: client.capabilities, problem: null };
  } catch (error) {
    if (error instanceof SealError || error instanceof SourceConfigError)
      return { capabilities: null, problem: unusableWords(error) };
    throw error;
  }
}

function clientOf(account: SourceAccount, now: () => number) {
  try {
    return createSource(account, { now });
  } catch (error) {
    if (!(error instanceof SourceConfigError)) throw error;
    throw new TRPCError({ code: 'BAD_REQUEST', message: `${error.field}: ${error.problem}` });
  }
}
