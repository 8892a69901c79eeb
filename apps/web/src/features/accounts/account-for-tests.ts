import type { Account } from './types';

/** Returns an account as the API shows one that does well. */
export function account(values: Partial<Account> = {}): Account {
  return {
    accountId: '0b7b7f0e-6a55-4a0e-9d0c-2d9f9a9c3f10',
    name: 'ada',
    platform: 'threads',
    personaIds: [],
    state: 'ok',
    isUsable: true,
    detail: null,
    since: null,
    retryAt: null,
    tokenExpiresAt: null,
    tokenRefreshedAt: null,
    tokenProblem: null,
    hasToken: true,
    live: 0,
    checksPerSecond: 0,
    checkIntervalSeconds: { p50: null, p95: null },
    behind: null,
    calls: { used: 0, limit: null, resetsAt: null },
    deletes: { used: 0, limit: null, resetsAt: null },
    usedPercent: null,
    baseUrl: null,
    options: {},
    isEditable: true,
    pausedAt: null,
    createdAt: null,
    ...values,
  };
}
