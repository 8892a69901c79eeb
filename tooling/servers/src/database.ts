import pg from 'pg';

/**
 * Creates an empty database on a server.
 * @param url Address of any database on that server, with a user that may create databases.
 * @param name Name of the new database.
 * @returns The address of the new database.
 * @throws When the name is taken or the server refuses.
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  await onServer(url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  const created = new URL(url);
  created.pathname = `/${encodeURIComponent(name)}`;
  return created.href;
}

/**
 * Whether a server has a database of that name.
 * @param url Address of any database on that server.
 * @param name Name to look for.
 */
export async function databaseExists(url: string, name: string): Promise<boolean> {
  const { rowCount } = await onServer(url, 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

async function onServer(url: string, sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}
