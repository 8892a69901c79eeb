import { draftOfOptions, type OptionsDraft, optionsOf } from './account-options';
import { headersProblem } from './headers-text';
import type { Account, CreateAccount, TestAccount, UpdateAccount } from './types';

/** An account as a form holds it: everything is text, and empty where nothing is given. */
export interface AccountDraft extends OptionsDraft {
  readonly name: string;
  readonly platform: Account['platform'];
  readonly personaIds: readonly string[];
  readonly baseUrl: string;
  readonly accessToken: string;
  /** In the reader's own zone, as a `datetime-local` field holds it. */
  readonly tokenExpiresAt: string;
}

export function emptyDraft(platform: Account['platform']): AccountDraft {
  return { ...draftOfOptions({}), platform, name: '', personaIds: [], ...NO_SOURCE };
}

const NO_SOURCE = { baseUrl: '', accessToken: '', tokenExpiresAt: '' };

/** Returns an account as its form begins. Its token is never shown: the field is empty until there is a new one. */
export function draftOf({
  name,
  platform,
  personaIds,
  baseUrl,
  tokenExpiresAt,
  options,
}: Account): AccountDraft {
  return {
    ...draftOfOptions(options),
    ...{ name, platform, personaIds, baseUrl: baseUrl ?? '', accessToken: '' },
    tokenExpiresAt: localOf(tokenExpiresAt),
  };
}

/** Returns the draft with another token: when the one before expires says nothing of it. */
export function withToken(draft: AccountDraft, accessToken: string): AccountDraft {
  const isFirst = draft.accessToken === '' && accessToken !== '';
  return { ...draft, accessToken, ...(isFirst && { tokenExpiresAt: '' }) };
}

/** Returns what is wrong with the draft itself, as the API says it of what it is sent; undefined where nothing is. */
export function draftProblem({ platform, headers }: AccountDraft): string | undefined {
  const problem = platform === 'http' ? headersProblem(headers) : undefined;
  return problem === undefined ? undefined : `options.headers: ${problem}`;
}

/** Returns what `accounts.create` takes; what is empty is left out. */
export function createInput(draft: AccountDraft): CreateAccount {
  const { name, personaIds, tokenExpiresAt } = draft;
  return {
    ...sourceInput(draft),
    ...{ name, personaIds: [...personaIds] },
    ...(tokenExpiresAt !== '' && { tokenExpiresAt: instantOf(tokenExpiresAt) }),
  };
}

/** Returns what `accounts.test` takes to test an account that isn't connected yet. */
export function testInput(draft: AccountDraft): TestAccount {
  return sourceInput(draft);
}

function sourceInput({ platform, baseUrl, accessToken, ...options }: AccountDraft) {
  return {
    platform,
    ...(baseUrl.trim() !== '' && { baseUrl: baseUrl.trim() }),
    ...(accessToken !== '' && { accessToken }),
    ...(platform === 'http' && { options: optionsOf(options) }),
  };
}

/** Returns what `accounts.update` takes: what differs from the account as the form began. */
export function updateInput(account: Account, draft: AccountDraft): UpdateAccount {
  const before = draftOf(account);
  const options = optionsOf(draft);
  const isNewToken = draft.accessToken !== '';
  const isNewExpiry = draft.tokenExpiresAt !== before.tokenExpiresAt;
  return {
    accountId: account.accountId,
    ...(draft.name !== before.name && { name: draft.name }),
    ...(!isSame(draft.personaIds, before.personaIds) && { personaIds: [...draft.personaIds] }),
    ...(draft.baseUrl.trim() !== before.baseUrl && { baseUrl: draft.baseUrl.trim() || null }),
    ...(isNewToken && { accessToken: draft.accessToken }),
    ...((isNewToken || isNewExpiry) && {
      tokenExpiresAt: draft.tokenExpiresAt === '' ? null : instantOf(draft.tokenExpiresAt),
    }),
    ...(draft.platform === 'http' && !isSame(options, optionsOf(before)) && { options }),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The minute in the reader's zone; a form is not more exact. */
function localOf(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  const zoned = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return zoned.toISOString().slice(0, 16);
}

function instantOf(local: string): string {
  return new Date(local).toISOString();
}
