import fc from 'fast-check';
import type pg from 'pg';

const CLIENTS = 4;

/** What happens next: one of several clients does something in its transaction, or the reader looks. */
export type Step =
  | { readonly kind: 'write' | 'commit' | 'rollback'; readonly client: number }
  | { readonly kind: 'read' };

/** Orders in which several transactions write and end, with looks in between. */
export const schedules: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), client: fc.nat(CLIENTS - 1) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('commit' as const, 'commit' as const, 'rollback' as const),
        client: fc.nat(CLIENTS - 1),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
  ),
  { minLength: 10, maxLength: 60 },
);

/** Plays a schedule on connections of their own. Transactions begin with their first write; what is open at the end commits. */
export async function play(
  pool: pg.Pool,
  schedule: readonly Step[],
  write: (client: pg.PoolClient, number: number) => Promise<unknown>,
  read: () => Promise<unknown>,
): Promise<void> {
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()));
  const open = new Set<number>();
  const end = async (number: number, how: 'COMMIT' | 'ROLLBACK') => {
    if (open.delete(number)) await clients[number]?.query(how);
  };
  try {
    for (const step of schedule) {
      if (step.kind === 'read') await read();
      else if (step.kind === 'commit') await end(step.client, 'COMMIT');
      else if (step.kind === 'rollback') await end(step.client, 'ROLLBACK');
      else {
        const client = clients[step.client];
        if (client === undefined) throw new RangeError(`there is no client ${step.client}`);
        if (!open.has(step.client)) await client.query('BEGIN');
        open.add(step.client);
        await write(client, step.client);
      }
    }
    for (const number of [...open]) await end(number, 'COMMIT');
  } finally {
    for (const number of [...open]) await end(number, 'ROLLBACK');
    for (const client of clients) client.release();
  }
}
