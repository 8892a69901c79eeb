import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { z } from 'zod';

const AN_ADDRESS = 'an address like postgresql://user:password@host:5432/database';

/** An address that can't be kept to. The message says what it has and what it needs, and never its password. */
export class PostgresAddressError extends Error {
  override readonly name = 'PostgresAddressError';

  constructor(has: string, needs = AN_ADDRESS) {
    super(`it ${has}, and needs ${needs}`);
  }
}

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/**
 * Reads an address as PostgreSQL's own programs do: TLS by `sslmode`, Unix sockets, `[::1]`. The driver of another language in the
 * scheme, as in `postgresql+psycopg2://`, is passed over.
 * @throws {PostgresAddressError} Also where Cull can't do what it asks, as with `sslmode=prefer`, which would go on without TLS.
 */
export function parseAddress(text: string): ClientConfig {
  const [, scheme, rest] = /^([a-z][a-z0-9.:-]*?)(?:\+[a-z0-9_]+)?:\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (scheme === undefined || rest === undefined) throw new PostgresAddressError('has no scheme');
  if (!/^postgres(ql)?$/i.test(scheme)) throw new PostgresAddressError(`begins with ${scheme}://`);
  if (rest.includes('#')) throw new PostgresAddressError('has a #', 'it as %23');
  const [location = '', query = ''] = rest.split('?', 2);
  const parameters = new URLSearchParams(query);
  if (/,[^@]*$/.test(location.replace(/\/[^@]*$/, '')) || parameters.get('host')?.includes(','))
    throw new PostgresAddressError('has several hosts', 'one, or a proxy that follows the primary');
  const schema = parameters.get('schema') ?? 'public';
  if (schema !== 'public')
    throw new PostgresAddressError(`has schema=${schema}`, 'a database whose schema public is for Cull');
  settleTls(parameters);
  return configOf(`postgresql://${location}?${parameters}`);
}

/** Changes what pg understands in another way than PostgreSQL's programs do. */
function settleTls(parameters: URLSearchParams): void {
  // pg's own word for it.
  if (parameters.get('sslmode') === 'no-verify') parameters.set('sslmode', 'require');
  const mode = parameters.get('sslmode');
  if (mode !== null && !SSL_MODES.some((known) => known === mode))
    throw new PostgresAddressError(`has sslmode=${mode}`, `one of sslmode=${SSL_MODES.join(', ')}`);
  // The certificate authorities that Node.js brings.
  if (parameters.get('sslrootcert') === 'system') {
    parameters.delete('sslrootcert');
    parameters.set('sslmode', 'verify-full');
  } else if (mode === 'verify-ca' && !parameters.has('sslrootcert'))
    throw new PostgresAddressError(
      'has sslmode=verify-ca',
      'sslrootcert with the path of the certificate authority',
    );
  parameters.delete('uselibpqcompat');
}

function configOf(url: string): ClientConfig {
  try {
    return toClientConfig(parse(url, { useLibpqCompat: true }));
  } catch (error) {
    const isFile = error instanceof Error && 'path' in error;
    throw isFile
      ? new PostgresAddressError(`names ${error.path}, which can't be read`, 'files that Cull may read')
      : new PostgresAddressError(
          "can't be read",
          'postgresql://user:password@host:5432/database with %40 for @, %2F for / and %25 for % in user and password',
        );
  }
}

/** An environment variable's value; it stays the text that it was. */
export const databaseAddress = z.string(`it needs ${AN_ADDRESS}`).superRefine((text, context) => {
  try {
    parseAddress(text);
  } catch (error) {
    if (!(error instanceof PostgresAddressError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

/** Where an address leads, for messages: without user, password and parameters. */
export function placeOf(address: string): string {
  const { host, port, database } = parseAddress(address);
  return `${host?.includes(':') ? `[${host}]` : host || 'localhost'}:${port ?? 5432}/${database ?? ''}`;
}
