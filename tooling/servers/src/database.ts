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
 * Makes a user without any rights over the server, and a database that it owns, where they are missing.
 * @param url Address of any database on the server, with its superuser.
 */
export async function ensureOwnedDatabase(
  url: string,
  { name, owner, password }: { readonly name: string; readonly owner: string; readonly password: string },
): Promise<void> {
  if (!(await isThere(url, 'SELECT 1 FROM pg_roles WHERE rolname = $1', owner)))
    await onServer(
      url,
      `CREATE ROLE ${pg.escapeIdentifier(owner)} LOGIN PASSWORD ${pg.escapeLiteral(password)} NOSUPERUSER NOCREATEROLE`,
    );
  if (!(await isThere(url, 'SELECT 1 FROM pg_database WHERE datname = $1', name)))
    await onServer(url, `CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${pg.escapeIdentifier(owner)}`);
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
