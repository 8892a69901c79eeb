import { openAccountSecrets } from '@cull/accounts';
import {
  type AccountReportRow,
  type AccountRow,
  type AccountUsageRow,
  DEFAULT_ACCOUNT,
  dayUsage,
  readAccountReports,
  readAccounts,
  readAccountUsage,
  readTroubles,
  type Trouble,
} from '@cull/db';
import { SealError, type SecretBox } from '@cull/process';
import { callsLimit, type SourceAccount, type SourceCapabilities } from '@cull/sources';
import type { Services } from '../context';
import type { AccountOutput } from '../schemas/accounts';
import { toIso } from '../schemas/common';
import { withHiddenHeaders } from './hidden-headers';
import { capabilitiesOf, sourceAccountOf } from './source';
import { behindOf, budgetOf, standingOf, workOf } from './standing';

/** What workers reported about all accounts. */
interface Told {
  readonly reports: readonly AccountReportRow[];
  readonly usage: readonly AccountUsageRow[];
  readonly troubles: readonly Trouble[];
  readonly now: number;
}

/** Every account as the API shows it, the environment's first. */
export async function presentAccounts({ db, accounts, now }: Services): Promise<readonly AccountOutput[]> {
  const [rows, told] = await Promise.all([readAccounts(db.pool), readTold({ db, now })]);
  const { environment, box } = accounts;
  const first = environment === null ? [] : [presentEnvironment(environment, told)];
  return Promise.all([...first, ...rows.map((row) => present(box, row, told))]);
}

/** One account as the API shows it. */
export async function presentAccount(
  { db, accounts, now }: Services,
  row: AccountRow,
): Promise<AccountOutput> {
  return present(accounts.box, row, await readTold({ db, now }));
}

async function readTold({ db, now }: Pick<Services, 'db' | 'now'>): Promise<Told> {
  const at = now();
  const [reports, usage, troubles] = await Promise.all([
    readAccountReports(db.pool, at),
    readAccountUsage(db.pool, at),
    readTroubles(db.pool),
  ]);
  return { reports, usage, troubles, now: at };
}

async function present(box: SecretBox, row: AccountRow, told: Told): Promise<AccountOutput> {
  const { capabilities, problem } = await capabilitiesOf(() => sourceAccountOf(box, row));
  const { accessToken, headers } = secretsShown(box, row);
  return {
    accountId: row.accountId,
    name: row.name,
    platform: row.platform,
    personaIds: [...row.personaIds],
    ...figures(row.accountId, { ...row, configProblem: problem }, capabilities, told),
    tokenExpiresAt: toIso(row.tokenExpiresAt),
    tokenRefreshedAt: toIso(row.tokenRefreshedAt),
    tokenProblem: row.tokenProblem,
    hasToken: accessToken,
    baseUrl: row.baseUrl,
    options: withHiddenHeaders(row.options, headers),
    isEditable: true,
    pausedAt: toIso(row.pausedAt),
    createdAt: toIso(row.createdAt),
  };
}

async function presentEnvironment(account: SourceAccount, told: Told): Promise<AccountOutput> {
  const { capabilities, problem } = await capabilitiesOf(() => account);
  const known = { pausedAt: null, tokenExpiresAt: null, tokenProblem: null, configProblem: problem };
  return {
    accountId: DEFAULT_ACCOUNT,
    name: DEFAULT_ACCOUNT,
    platform: account.platform,
    personaIds: [],
    ...figures(DEFAULT_ACCOUNT, known, capabilities, told),
    tokenExpiresAt: null,
    tokenRefreshedAt: null,
    tokenProblem: null,
    hasToken: account.accessToken !== null,
    baseUrl: account.baseUrl,
    options: {},
    isEditable: false,
    pausedAt: null,
    createdAt: null,
  };
}

function figures(
  accountId: string,
  known: Parameters<typeof standingOf>[0],
  capabilities: SourceCapabilities | null,
  { reports, usage, troubles, now }: Told,
) {
  const own = reports.filter((report) => report.accountId === accountId);
  const used = (kind: AccountUsageRow['kind']) => dayUsage(usage, accountId, kind);
  const { callsPerDay, ...work } = workOf(own);
  const limit = capabilities === null ? null : callsLimit(capabilities, callsPerDay, used('views').used);
  return {
    ...standingOf(known, own, now),
    isUsable: known.configProblem === null,
    ...work,
    behind: behindOf(troubles, accountId),
    calls: budgetOf(used('calls'), limit),
    deletes: budgetOf(used('removals'), capabilities?.removalsPerDay ?? null),
  };
}

/** Whether there is a token, and which headers there are; nothing where the key for them is missing. */
function secretsShown(box: SecretBox, { accountId, sealedSecrets }: AccountRow) {
  try {
    const { accessToken, headers } = openAccountSecrets(box, accountId, sealedSecrets);
    return { accessToken: accessToken !== null, headers };
  } catch (error) {
    if (error instanceof SealError) return { accessToken: sealedSecrets !== null, headers: {} };
    throw error;
  }
}
