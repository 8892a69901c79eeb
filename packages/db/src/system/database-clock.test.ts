import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlDatabase, type SqlDatabase } from './database';
import { DatabaseClock } from './database-clock';

/** A database whose clock says `at`, and takes `tookMs` to say so. */
function world() {
  const it = { database: 1_000_000, monotonic: 500, wall: 0, tookMs: 0 };
  const pass = (ms: number) => {
    it.database += ms;
    it.monotonic += ms;
  };
  const query = async () => {
    pass(it.tookMs / 2);
    const rows = [{ at: it.database }];
    pass(it.tookMs / 2);
    return { rows };
  };
  const clock = new DatabaseClock(
    () => it.wall,
    () => it.monotonic,
  );
  // The clock asks for rows alone.
  const db = { query } as unknown as Parameters<DatabaseClock['set']>[0];
  return { it, pass, clock, set: () => clock.set(db) };
}

describe('a clock that goes by the database', () => {
  it('goes by the machine until it is set, and then never again', async () => {
    const { it, pass, clock, set } = world();
    expect(clock.now()).toBe(0);
    expect((await set()).skewMs).toBe(-1_000_000);
    expect(Math.abs(clock.now() - it.database)).toBeLessThanOrEqual(1);
    it.wall = 10 ** 12;
    pass(5_000);
    expect(Math.abs(clock.now() - it.database)).toBeLessThanOrEqual(1);
  });

  it('is moved by a slow answer only as far as it proves', async () => {
    const { it, clock, set } = world();
    await set();
    const off = () => Math.abs(clock.now() - it.database);
    it.tookMs = 8_000;
    await set();
    expect(off()).toBeLessThanOrEqual(1);
    it.database += 60_000;
    await set();
    expect(off()).toBeLessThanOrEqual(4_001);
    it.tookMs = 0;
    await set();
    expect(off()).toBeLessThanOrEqual(1);
  });

  it('follows a database whose clock is set back', async () => {
    const { it, clock, set } = world();
    await set();
    it.database -= 300_000;
    await set();
    expect(Math.abs(clock.now() - it.database)).toBeLessThanOrEqual(1);
  });
});

describe('with PostgreSQL', () => {
  let db: SqlDatabase;
  beforeAll(async () => {
    db = openSqlDatabase({
      url: await testDatabase(),
      applicationName: 'cull-test',
      maxConnections: 1,
      onError: () => {},
    });
  });
  afterAll(() => db.close());

  it('tells how far the machine is ahead, within the time that asking takes', async () => {
    const clock = new DatabaseClock(() => Date.now() + 300_000);
    const { skewMs, errorMs } = await clock.set(db.pool);
    expect(Math.abs(skewMs - 300_000)).toBeLessThanOrEqual(errorMs + 2);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThanOrEqual(2 * errorMs + 3);
  });
});
