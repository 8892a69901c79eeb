import { findPgBouncer, type PgBouncer, startPgBouncer } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from './pool';
import { addressesOf, isPooled, waitForDatabase } from './start';

const onWait = (reason: string) => {
  throw new Error(reason);
};

describe.skipIf((await findPgBouncer()) === null)('PgBouncer in transaction mode', () => {
  let direct: string;
  let pooler: PgBouncer | null;
  let pooled: string;
  beforeAll(async () => {
    direct = await testDatabase();
    pooler = await startPgBouncer(direct);
    pooled = pooler?.urlOf(direct) ?? '';
  });
  afterAll(() => pooler?.close());

  it('is refused where it has to keep a session, in one line that says how to go around it', async () => {
    for (const [env, variable] of [
      [{ DATABASE_URL: pooled }, 'DATABASE_URL'],
      [{ DATABASE_URL: direct, DIRECT_DATABASE_URL: pooled }, 'DIRECT_DATABASE_URL'],
    ] as const) {
      const refused = waitForDatabase(addressesOf(env), { onWait });
      await expect(refused).rejects.toThrow(
        new RegExp(
          `^${variable} leads to .* through a pooler in transaction mode, .* needs DIRECT_DATABASE_URL `,
        ),
      );
      await expect(refused).rejects.not.toThrow(/\n|:[^/]*@/);
    }
  });

  it('serves everyday work, in UTC on whichever connection, and keeps no limits for the next client', async () => {
    const addresses = addressesOf({ DATABASE_URL: pooled, DIRECT_DATABASE_URL: direct });
    await waitForDatabase(addresses, { onWait });
    const pool = openPool({
      url: addresses.url,
      isPooled: isPooled(addresses),
      applicationName: 'cull-test',
      limits: { statementMs: 10_000, lockMs: 1_000, idleInTransactionMs: 1_000 },
      maxConnections: 12,
      onError: () => {},
    });
    const stranger = openPool({
      url: addresses.url,
      isPooled: true,
      applicationName: 'stranger',
      limits: null,
      maxConnections: 4,
      onError: () => {},
    });
    // Somebody else's clients of the same pooler leave their zone on its connections.
    const elsewhere = () => stranger.query(`SET TimeZone = 'Asia/Tokyo'`);
    const question = `SELECT current_setting('TimeZone') AS zone, current_setting('lock_timeout') AS lock`;
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        if (index % 3 === 0) await elsewhere();
        return (await pool.query(question)).rows[0];
      }),
    );
    expect(new Set(answers.map(({ zone, lock }) => `${zone} ${lock}`))).toEqual(new Set(['UTC 0']));
    await Promise.all([pool.end(), stranger.end()]);
  });
});
