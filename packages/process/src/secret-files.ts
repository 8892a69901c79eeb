import { readFileSync } from 'node:fs';

/** The variables that hold secrets: each may be given as a file instead, by its name with `_FILE` at the end. */
export const SECRET_VARIABLES = [
  'CULL_ADMIN_PASSWORD',
  'CULL_API_KEY',
  'CULL_AUTH_SECRET',
  'CULL_ENCRYPTION_KEY',
  'CULL_ENCRYPTION_KEY_OLD',
  'CULL_METRICS_TOKEN',
  'DATABASE_URL',
  'DIRECT_DATABASE_URL',
  'OIDC_CLIENT_SECRET',
  'OWNER_DATABASE_URL',
  'REDIS_URL',
  'THREADS_ACCESS_TOKEN',
  'THREADS_APP_SECRET',
] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads secrets that are given as files, as container engines and orchestrators mount them: what `DATABASE_URL_FILE` names becomes
 * DATABASE_URL. Space at the end of a file is not part of its secret.
 * @param env Usually `process.env`.
 * @returns The variables with the secrets, and without the names of their files.
 * @throws Error whose message has one line for each that is wrong: its name, what it has, what it needs.
 */
export function withSecretFiles(env: Variables): Variables {
  const known = { ...env };
  const problems: string[] = [];
  for (const name of SECRET_VARIABLES) {
    const path = env[`${name}_FILE`];
    delete known[`${name}_FILE`];
    if (path === undefined || path === '') continue;
    const wrong = (needs: string) => problems.push(`${name}_FILE has "${path}": ${needs}`);
    if (env[name] !== undefined && env[name] !== '')
      wrong(`needs ${name} to be left out, which is set as well`);
    else {
      const text = readText(path);
      if (text instanceof Error) wrong(`needs the path of a file that can be read (${text.message})`);
      else if (text === '') wrong('needs a file that is not empty');
      else known[name] = text;
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return known;
}

function readText(path: string): string | Error {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
