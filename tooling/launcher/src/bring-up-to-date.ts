import { letAppUser, migrate } from '@cull/db';
import { parseAddress } from '@cull/postgres';
import { migrateQueue } from '@cull/queue';

/** The ways to a database that a start needs. */
export interface StartAddresses {
  /** With the user that owns the tables. */
  readonly ownerUrl: string;
  /** With the user of web and workers, who may be the same. */
  readonly directUrl: string;
  readonly redisUrl: string | undefined;
}

/**
 * Brings the tables up to date, the queue's among them, and lets the user of web and workers at them where it is another than their owner.
 * @param log Receives a line for each migration.
 * @returns The names of the migrations that were applied.
 */
export async function bringUpToDate(
  { ownerUrl, directUrl, redisUrl }: StartAddresses,
  log: (line: string) => void,
): Promise<readonly string[]> {
  const { applied } = await migrate(ownerUrl, log);
  await migrateQueue({ databaseUrl: ownerUrl, redisUrl });
  if (ownerUrl === directUrl) return applied;
  const { user } = parseAddress(directUrl);
  if (user === undefined)
    throw new Error('DATABASE_URL has no user, and needs one where OWNER_DATABASE_URL is set');
  await letAppUser(ownerUrl, user);
  return applied;
}
