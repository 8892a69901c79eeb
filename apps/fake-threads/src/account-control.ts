import { z } from 'zod';
import { type Account, type Accounts, PERMISSIONS } from './accounts';
import { quotasSchema } from './budget';

const token = z.string().min(1).max(1_000);
const changesSchema = z.strictObject({
  accessToken: token.optional(),
  permissions: z.array(z.enum(PERMISSIONS)).optional(),
  /** Of all tokens that the account has; null: they never expire. */
  tokenExpiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .nullable()
    .optional(),
  quotas: quotasSchema.optional(),
});
export const accountUpdateSchema = changesSchema;
export const newAccountSchema = changesSchema.extend({
  accountId: z.string().regex(/^[\w-]{1,100}$/, 'letters, digits, _ and -, at most 100'),
  username: z
    .string()
    .regex(/^[\w.]{1,30}$/, 'letters, digits, _ and ., at most 30')
    .optional(),
});
export const unknownTokensSchema = z.strictObject({ refused: z.boolean() });

/** What the control face shows of an account; never a token. */
export function describeAccount(accounts: Accounts, account: Account): object {
  const { accountId, userId, username, budget } = account;
  const { windowSeconds, ...limits } = budget.quotas();
  const quotas = Object.fromEntries(
    (['calls', 'deletes', 'posts'] as const).map((what) => [
      what,
      { used: budget.used(what), limit: limits[what] },
    ]),
  );
  const tokens = accounts.tokensOf(account).map(({ permissions, expiresAt, isLongLived }) => ({
    permissions: [...permissions],
    isLongLived,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  }));
  return { accountId, userId, username, windowSeconds, ...quotas, tokens };
}
