import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { testDatabase } from '@cull/servers/testing';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginOf, isSilent, openClient, openPool } from './pool';

let url: string;
let pool: pg.Pool;
const limits = { statementMs: 300, lockMs: 200, idleInTransactionMs: 1_500 };
const open = (of: Partial<Parameters<typeof openPool>[0]> = {}) =>
  openPool({ url, applicationName: 'cull-test', limits, maxConnections: 2, onError: () => {}, ...of });
beforeAll(async () => {
  url = await testDatabase();
  pool = open();
});
afterAll(() => pool.end());

const SETTINGS = `SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS statement,
  current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle`;
const LIMITED = { statement: '300ms', lock: '200ms', idle: '1500ms' };

it('every connection is in UTC and has its limits, whatever the server, the role and the address say', async () => {
  const address = `${url}?options=${encodeURIComponent('-c TimeZone=Asia/Kolkata -c statement_timeout=0')}`;
  for (const each of [pool, open({ url: address })]) {
    expect((await each.query(SETTINGS)).rows).toEqual([{ zone: 'UTC', ...LIMITED }]);
    if (each !== pool) await each.end();
  }
  const client = await openClient({ url, applicationName: 'cull-test', limits: null, searchPath: 'bullmq' });
  expect((await client.query(SETTINGS)).rows).toMatchObject([{ zone: 'UTC', statement: '0' }]);
  expect((await client.query('SHOW search_path')).rows).toEqual([{ search_path: 'bullmq' }]);
  await client.end();
});

it('through a pooler the limits are those of each transaction, and none is left behind', async () => {
  const pooled = open({ isPooled: true, maxConnections: 1 });
  const client = await pooled.connect();
  await client.query(beginOf(pooled));
  expect((await client.query(SETTINGS)).rows).toEqual([{ zone: 'UTC', ...LIMITED }]);
  await client.query('COMMIT');
  expect((await client.query(SETTINGS)).rows).toMatchObject([{ zone: 'UTC', statement: '0', lock: '0' }]);
  client.release();
  await pooled.end();
});

it('a statement, a lock and a transaction that nobody goes on with take no longer than they may', async () => {
  await expect(pool.query('SELECT pg_sleep(60)')).rejects.toThrow('statement timeout');
  await pool.query('CREATE TABLE locked ()');
  const holder = await pool.connect();
  const ended = new Promise((resolve) => holder.once('end', resolve));
  await holder.query('BEGIN; LOCK TABLE locked');
  await expect(pool.query('SELECT FROM locked')).rejects.toThrow('lock timeout');
  await ended;
  holder.release(true);
  expect((await pool.query('SELECT FROM locked')).rowCount).toBe(0);
});

it('a server that falls silent without a word is given up on, and its connection with it', async () => {
  const sockets: Socket[] = [];
  const { port, hostname } = new URL(url);
  let isSwallowing = false;
  const server = createServer((incoming) => {
    const outgoing = dial(Number(port), hostname);
    sockets.push(incoming, outgoing);
    incoming.on('data', (data) => void (isSwallowing || outgoing.write(data))).on('error', () => {});
    outgoing.on('data', (data) => void (isSwallowing || incoming.write(data))).on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  const address = server.address() as AddressInfo;
  through.port = String(address.port);
  const pooled = open({ url: through.href, maxConnections: 1, connectWithinMs: 1_000 });
  await pooled.query('SELECT 1');
  isSwallowing = true;
  const error = await pooled.query('SELECT 1').catch((thrown: unknown) => thrown);
  expect(isSilent(error)).toBe(true);
  isSwallowing = false;
  expect((await pooled.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  await pooled.end();
  for (const socket of sockets) socket.destroy();
  server.close();
});
