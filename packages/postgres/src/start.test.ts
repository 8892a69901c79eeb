import { freePort } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { expect, it, vi } from 'vitest';
import { openClient } from './pool';
import { addressesOf, waitForDatabase } from './start';

const never = () => {
  throw new Error('nothing was to be waited for');
};
const at = (url: string) => addressesOf({ DATABASE_URL: url });

it('a database that is there is not waited for, and one that is not migrated is', async () => {
  const url = await testDatabase();
  await waitForDatabase(at(url), { onWait: never });
  const onWait = vi.fn();
  const waiting = waitForDatabase(at(url), { migration: '2_b', onWait });
  await vi.waitFor(() => expect(onWait).toHaveBeenCalledWith(expect.stringMatching(/isn't migrated yet$/)));
  const client = await openClient({ url, applicationName: 'cull-test', limits: null });
  await client.query(
    `CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz);
     INSERT INTO _prisma_migrations VALUES ('1_a', now()), ('2_b', NULL)`,
  );
  const unfinished = waitForDatabase(at(url), { migration: '2_b', onWait: () => {}, giveUpAfterMs: 100 });
  await expect(unfinished).rejects.toThrow("isn't migrated yet");
  await client.query('UPDATE _prisma_migrations SET finished_at = now()');
  await client.end();
  await waiting;
  expect(onWait).toHaveBeenCalledTimes(1);
});

it('a server that is not there yet is waited for, with a word about it', async () => {
  const port = await freePort();
  const onWait = vi.fn();
  const wrong = `postgresql://cull:s3cret@127.0.0.1:${port}/cull`;
  await expect(waitForDatabase(at(wrong), { onWait, giveUpAfterMs: 100 })).rejects.toThrow(
    `the database at 127.0.0.1:${port}/cull doesn't answer: connect ECONNREFUSED`,
  );
  expect(onWait).toHaveBeenCalledTimes(1);
});

it.each([
  ['password', { password: 's3cret' }, /password authentication failed/],
  ['database', { pathname: '/nowhere' }, /database "nowhere" does not exist/],
  ['way of connecting', { search: '?sslmode=require' }, /does not support SSL/],
])('a wrong %s is told at once, with the variable', async (_, change, reason) => {
  const url = Object.assign(new URL(await testDatabase()), change);
  const refused = waitForDatabase(at(url.href), { onWait: never });
  await expect(refused).rejects.toThrow(/^DATABASE_URL leads to 127.0.0.1:\d+\/\w+, which refuses it: /);
  await expect(refused).rejects.toThrow(reason);
  await expect(refused).rejects.not.toThrow(/s3cret/);
});
