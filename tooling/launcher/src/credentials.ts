import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseAddress } from '@cull/postgres';
import { generateEncryptionKey } from '@cull/process';
import { z } from 'zod';

const accessSchema = z.object({
  adminEmail: z.string(),
  adminPassword: z.string().nullable(),
  apiKey: z.string().nullable(),
});

const fileSchema = z.object({
  authSecret: z.string().min(32),
  /** Encrypts tokens in the database; base64. Early versions had none. */
  encryptionKey: z.string().min(1).default(generateEncryptionKey),
  /** One entry for each database that Cull was started on: keys of one do not open another. */
  databases: z.record(z.string(), accessSchema),
});

const hasEncryptionKey = z.object({ encryptionKey: z.string() });

/** How to get into one database's Cull; null where it was made by somebody else and is not known here. */
export type Access = z.infer<typeof accessSchema>;

type Credentials = z.infer<typeof fileSchema>;

const fileOf = (dataDir: string): string => join(dataDir, 'credentials.json');

/** The entry of the embedded database, whose port differs from start to start. */
export const EMBEDDED = 'embedded';

/**
 * The name under which a database's access is kept: its host, port and name, without user or password.
 * @param databaseUrl Undefined stands for the embedded one.
 */
export function databaseKey(databaseUrl: string | undefined): string {
  if (databaseUrl === undefined) return EMBEDDED;
  const { host, port, database } = parseAddress(databaseUrl);
  const place = host?.includes(':') ? `[${host}]` : (host ?? '');
  return `${place}${port === undefined ? '' : `:${port}`}/${database ?? ''}`;
}

/**
 * Reads what earlier starts have generated; the secret that signs sessions and the key that encrypts tokens are made at the first start.
 * @param dataDir Cull's data directory.
 * @throws When the file is there but cannot be understood: it is never overwritten then.
 */
export async function readCredentials(dataDir: string): Promise<Credentials> {
  const file = fileOf(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const authSecret = randomBytes(32).toString('base64url');
    const fresh = { authSecret, encryptionKey: generateEncryptionKey(), databases: {} };
    await save(file, fresh);
    return fresh;
  }
  const stored = parseJson(text);
  const parsed = fileSchema.safeParse(stored);
  if (!parsed.success)
    throw new Error(`${file} cannot be understood: repair it, or move it away to start afresh`);
  // A key that was only made up would be another one at the next start.
  if (!hasEncryptionKey.safeParse(stored).success) await save(file, parsed.data);
  return parsed.data;
}

/**
 * Keeps the access to a database, so that the next start can show it again.
 * @param dataDir Cull's data directory.
 * @param key From {@link databaseKey}.
 * @param created What the start has created; null values leave what is known.
 * @returns What is known now.
 */
export async function rememberAccess(dataDir: string, key: string, created: Access): Promise<Access> {
  const credentials = await readCredentials(dataDir);
  const known = credentials.databases[key];
  const access = {
    adminEmail: created.adminEmail,
    adminPassword: created.adminPassword ?? known?.adminPassword ?? null,
    apiKey: created.apiKey ?? known?.apiKey ?? null,
  };
  await save(fileOf(dataDir), { ...credentials, databases: { ...credentials.databases, [key]: access } });
  return access;
}

async function save(file: string, credentials: Credentials): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await chmod(unfinished, 0o600);
  await rename(unfinished, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
