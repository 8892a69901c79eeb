import type { z } from 'zod';
import { withSecretFiles } from './secret-files';

/** Values that must not be shown, not even when they are wrong. */
const SECRET = /TOKEN|SECRET|PASSWORD|KEY|_URL$/;

/**
 * Reads the environment once, into a frozen object; secrets may be in files (`withSecretFiles`).
 * @throws Error whose message has one line for each wrong variable: its name, what it has, what it needs.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Schema>> {
  // An empty variable is how shells and compose files say "not set".
  const present = Object.fromEntries(
    Object.entries(withSecretFiles(source)).filter(([, value]) => value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const value = present[name];
    const shown = value === undefined ? 'nothing' : SECRET.test(name) ? 'a value' : `"${value}"`;
    return `${name} has ${shown}: ${issue.message}`;
  });
  throw new Error(lines.join('\n'));
}

/** The same for a process that cannot go on without: says what is wrong and ends with exit code 1. */
export function environmentOrExit<Schema extends z.ZodType>(schema: Schema): Readonly<z.output<Schema>> {
  try {
    return readEnvironment(schema, process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
