import {
  type AccountRow,
  announceExpiringTokens,
  claimDueTokens,
  noteRefreshFailure,
  type SqlDatabase,
  storeRefreshedToken,
} from '@cull/db';
import { SealError, type SecretBox } from '@cull/process';
import { refreshThreadsToken } from '@cull/sources';
import pLimit from 'p-limit';
import { openAccountSecrets, sealAccountSecrets } from './secrets';

const TIMEOUT_MS = 10_000;
/** One pass takes at most this many, so that it ends within 40 s: they are due for weeks. */
const MAX_IN_A_PASS = 20;
const AT_ONCE = 5;
/** How long before it a token's end is announced, and shown. */
export const EXPIRY_NOTICE_MS = 7 * 86_400_000;

/** What keeping tokens alive takes. */
export interface TokenKeeper {
  readonly db: Pick<SqlDatabase, 'pool'>;
  readonly box: SecretBox;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type RefreshOutcome =
  | { readonly ok: true; readonly expiresAt: number }
  | {
      readonly ok: false;
      readonly problem: string;
      /** Whether somebody has put in another token meanwhile, which stays. */
      readonly wasReplaced: boolean;
    };

type Attempt =
  | { readonly ok: true; readonly expiresAt: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Refreshes an account's token now. The new one is stored before the old one is given up: the source keeps that valid to its own
 * end. What goes wrong is kept with the account.
 */
export async function refreshToken(keeper: TokenKeeper, account: AccountRow): Promise<RefreshOutcome> {
  const { db, now } = keeper;
  const { accountId, sealedSecrets } = account;
  const attempt = await tryRefresh(keeper, account);
  if (attempt.ok) return attempt;
  const { problem } = attempt;
  if (await noteRefreshFailure(db.pool, accountId, sealedSecrets, problem, now()))
    return { ok: false, problem, wasReplaced: false };
  return { ok: false, problem: 'The token was replaced in the meantime.', wasReplaced: true };
}

async function tryRefresh({ db, box, now }: TokenKeeper, account: AccountRow): Promise<Attempt> {
  const { accountId, platform, baseUrl, sealedSecrets } = account;
  const failed = (problem: string) => ({ ok: false, problem }) as const;
  if (platform !== 'threads') return failed(`Tokens of the platform ${platform} can't be refreshed.`);
  try {
    const secrets = openAccountSecrets(box, accountId, sealedSecrets);
    if (secrets.accessToken === null || sealedSecrets === null) return failed('The account has no token.');
    const answer = await refreshThreadsToken(secrets.accessToken, {
      apiUrl: baseUrl,
      timeoutMs: TIMEOUT_MS,
      now,
    });
    if (!answer.ok) return answer;
    const { accessToken, expiresAt } = answer.token;
    const sealed = sealAccountSecrets(box, accountId, { ...secrets, accessToken });
    const isStored = await storeRefreshedToken(
      db.pool,
      accountId,
      sealedSecrets,
      { sealed, expiresAt },
      now(),
    );
    return isStored ? { ok: true, expiresAt } : failed('The token was replaced in the meantime.');
  } catch (error) {
    if (error instanceof SealError) return failed(error.message);
    throw error;
  }
}

/**
 * Refreshes the tokens that are past half of their life, and announces those that end within seven days anyway.
 * @returns How it went, for the log.
 */
export async function refreshDueTokens(keeper: TokenKeeper) {
  const { db, now } = keeper;
  const failures: { readonly accountId: string; readonly problem: string }[] = [];
  let refreshed = 0;
  const due = await claimDueTokens(db.pool, now(), MAX_IN_A_PASS);
  await pLimit(AT_ONCE).map(due, async (account) => {
    const outcome = await refreshToken(keeper, account);
    if (outcome.ok) refreshed += 1;
    else if (!outcome.wasReplaced) failures.push({ accountId: account.accountId, problem: outcome.problem });
  });
  const announced = await announceExpiringTokens(db.pool, now(), EXPIRY_NOTICE_MS);
  return { refreshed, failures, announced };
}
