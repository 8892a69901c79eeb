import { BEHIND_CAUSES, SCOPE_TYPES } from '@cull/core';
import { z } from 'zod';

/** What these events say in `data`. Fields may be added later. */
const account = {
  accountId: z.string().describe('The account; `default` for the environment’s.'),
  account: z.string().describe('Its name.'),
  text: z.string().describe('All of it in a sentence.'),
};

const anyAccount = {
  ...account,
  accountId: account.accountId
    .nullable()
    .describe('The account; `default` for the environment’s, null for Cull as a whole.'),
  account: account.account.nullable().describe('Its name; null for Cull as a whole.'),
};

const pace = {
  wantedSeconds: z.number().describe('Mean seconds between two checks of a variant, as planned.'),
  achievedSeconds: z.number().describe('Mean seconds between two checks of a variant, as achieved.'),
};

const source = {
  ...account,
  source: z.enum(['threads', 'http']).describe('The account’s platform.'),
};

/** Why nothing is read through an account. */
export const ACCOUNT_PROBLEMS = ['token_invalid', 'unreachable', 'paused'] as const;
export type AccountProblem = (typeof ACCOUNT_PROBLEMS)[number];

/** The data of the events about accounts, their budgets and how often variants are checked, by type. */
export const TROUBLE_EVENTS = {
  'account.token_expiring': z
    .object({
      ...account,
      tokenExpiresAt: z.string().describe('ISO 8601; it may have passed.'),
      problem: z.string().nullable().describe('Why the last refresh failed; null where none did.'),
    })
    .describe('The token of an account expires within 7 days.'),
  'account.budget_low': z
    .object({
      ...account,
      budget: z.enum(['calls', 'deletes']),
      used: z.number().describe('In the last 24 hours.'),
      limit: z.number().nullable().describe('In 24 hours; null where only the source knows.'),
      usedPercent: z.number().describe('Of the limit, or of the source’s own where it reports less left.'),
      lastsSeconds: z
        .number()
        .nullable()
        .describe('How long the calls last if checks continue as planned; null if they last for a day.'),
    })
    .describe('A budget of an account is running low.'),
  'engine.behind': z
    .object({
      ...anyAccount,
      ...pace,
      cause: z.enum(BEHIND_CAUSES).describe('What makes the difference.'),
      live: z.number().describe('Live variants that this is about.'),
    })
    .describe('Live variants are checked less often than planned.'),
  'engine.caught_up': z
    .object({
      ...anyAccount,
      wantedSeconds: pace.wantedSeconds.nullable(),
      achievedSeconds: pace.achievedSeconds.nullable().describe('Null where no variants are left to check.'),
      seconds: z.number().describe('How long they were not.'),
    })
    .describe('Live variants are checked as planned again.'),
  'source.unhealthy': z
    .object({
      ...source,
      state: z.literal('unhealthy'),
      problem: z.enum(ACCOUNT_PROBLEMS).describe('Why nothing is read through the account.'),
      detail: z.string().nullable().describe('What the source says, in words.'),
    })
    .describe('Nothing is read through an account.'),
  'source.healthy': z
    .object({
      ...source,
      state: z.literal('healthy'),
      detail: z.null(),
      seconds: z.number().describe('How long nothing was.'),
    })
    .describe('An account is read through again.'),
  'policy.unreadable': z
    .object({
      scope: z.object({
        type: z.enum(SCOPE_TYPES),
        id: z.string().describe('Empty for the global scope.'),
      }),
      version: z.number().describe('The version of the scope’s override.'),
      fields: z.array(z.string()).describe('What of it can’t be read; `values` for all of it.'),
      seenAt: z.string().describe('When a worker found it last, ISO 8601.'),
      text: account.text,
    })
    .describe('Thresholds can’t be read, so the kills of their scope are blocked.'),
} as const;

export type TroubleEventType = keyof typeof TROUBLE_EVENTS;
export type TroubleEventData<Type extends TroubleEventType> = z.output<(typeof TROUBLE_EVENTS)[Type]>;

/** An event with the data of its type. */
export type TroubleEvent = {
  [Type in TroubleEventType]: { readonly type: Type; readonly data: TroubleEventData<Type> };
}[TroubleEventType];
