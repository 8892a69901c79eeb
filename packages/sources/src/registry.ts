import type { SourceAccount, SourceDependencies } from './account';
import { SourceConfigError } from './config-error';
import { createHttpSource } from './http/adapter';
import { httpOptionsSchema } from './http/options';
import type { SourceClient } from './port';
import { createThreadsSource, threadsOptionsSchema } from './threads/adapter';

/** What Cull can read counters from. A platform more is a line here. */
export const SOURCES = {
  threads: { optionsSchema: threadsOptionsSchema, create: createThreadsSource },
  http: { optionsSchema: httpOptionsSchema, create: createHttpSource },
} as const;

export type SourcePlatform = keyof typeof SOURCES;

/**
 * Makes the client that speaks for an account. Nothing is sent before it is asked something.
 *
 * @throws SourceConfigError that names the field, what it has (never a token) and what it needs.
 */
export function createSource(account: SourceAccount, dependencies: SourceDependencies = {}): SourceClient {
  if (!Object.hasOwn(SOURCES, account.platform)) {
    const needed = `one of ${Object.keys(SOURCES).join(', ')}`;
    throw new SourceConfigError('platform', `is ${JSON.stringify(account.platform)}; it needs ${needed}`);
  }
  return SOURCES[account.platform].create(account, dependencies);
}
