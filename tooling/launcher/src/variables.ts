import { SECRET_VARIABLES, withSecretFiles } from '@cull/process';
import type { z } from 'zod';

/** What never belongs on a screen or in a log. */
const SECRETS: ReadonlySet<string> = new Set(SECRET_VARIABLES);

/** Environment variables that have a value. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Drops the variables that are empty, which is how shells and compose files say "not set", and reads secrets that are files.
 * @param env Usually `process.env`.
 * @throws Error where such a file can't be read.
 */
export function givenVariables(env: Readonly<Record<string, string | undefined>>): Variables {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(withSecretFiles(env)))
    if (value !== undefined && value !== '') given[name] = value;
  return given;
}

/**
 * Puts the first thing that is wrong into one line.
 * @param error Whose messages say what a variable needs.
 * @param given What was parsed.
 * @returns For example `PORT is "abc": it needs a port, a whole number from 1 to 65535`.
 */
export function describeIssue(error: z.ZodError, given: Variables): string {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? 'the environment');
  const value = given[name];
  const has =
    value === undefined
      ? 'is not set'
      : SECRETS.has(name)
        ? 'has a value that does not fit'
        : `is "${value}"`;
  return `${name} ${has}: ${issue?.message ?? 'it does not fit'}`;
}
