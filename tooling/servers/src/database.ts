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

/** A user of a server, and its password. */
export interface User {
  readonly name: string;
  readonly password: string;
}

/**
 * Makes users without any rights over the server, and a database that the first one owns, where they are missing.
 * @param url Address of any database on the server, with its superuser.
 */
export async function ensureOwnedDatabase(
  url: string,
  name: string,
  owner: User,
  ...others: readonly User[]
): Promise<void> {
  for (const user of [owner, ...others])
    if (!(await isThere(url, 'SELECT 1 FROM pg_roles WHERE rolname = $1', user.name)))
      await onServer(
        url,
        `CREATE ROLE ${pg.escapeIdentifier(user.name)} LOGIN PASSWORD ${pg.escapeLiteral(user.password)} NOSUPERUSER NOCREATEROLE`,
      );
  if (!(await isThere(url, 'SELECT 1 FROM pg_database WHERE datname = $1', name)))
    await onServer(
      url,
      `CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${pg.escapeIdentifier(owner.name)}`,
    );
}

/** Lets a user make databases of its own, as tests do. */
export async function letCreateDatabases(url: string, user: string): Promise<void> {
  await onServer(url, `ALTER ROLE ${pg.escapeIdentifier(user)} CREATEDB`);
}

async function isThere(url: string, question: string, name: string): Promise<boolean> {
  return (await onServer(url, question, [name])).rowCount === 1;
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
