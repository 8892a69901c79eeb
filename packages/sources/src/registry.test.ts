import { describe, expect, it } from 'vitest';
import type { SourceAccount } from './account';
import { SourceConfigError } from './config-error';
import { createSource } from './registry';

const THREADS: SourceAccount = { platform: 'threads', baseUrl: null, accessToken: 'token', options: null };
const HTTP: SourceAccount = {
  platform: 'http',
  baseUrl: 'http://adaptor:8080',
  accessToken: null,
  options: { preset: 'threads-agent' },
};

const problemOf = (account: SourceAccount) => {
  try {
    createSource(account);
  } catch (error) {
    if (error instanceof SourceConfigError) return error;
    throw error;
  }
  return null;
};

describe('an account', () => {
  it.each([
    ['Threads', THREADS, { canRemove: true, callsPerDay: 48_000, callsPerView: 4_800, removalsPerDay: 100 }],
    [
      'Threads in batches',
      { ...THREADS, options: { batch: true } },
      { postsPerRequest: 50, canRemove: true },
    ],
    [
      'the earlier system',
      HTTP,
      { postsPerRequest: 1, canRemove: false, callsPerDay: null, removalsPerDay: null },
    ],
    ['X', { ...HTTP, baseUrl: null, accessToken: 't', options: { preset: 'x' } }, { postsPerRequest: 100 }],
  ])('at %s says what its source can do', (_name, account, capabilities) => {
    expect(createSource(account).capabilities).toMatchObject(capabilities);
  });

  it.each([
    [
      'platform',
      { ...THREADS, platform: 'toString' as 'http' },
      'platform is "toString"; it needs one of threads, http.',
    ],
    ['accessToken', { ...THREADS, accessToken: null }, 'accessToken is missing; Threads needs one.'],
    [
      'accessToken',
      { ...THREADS, accessToken: 'my token' },
      'accessToken is no token; it needs 1 to 4000 visible ASCII characters without spaces.',
    ],
    [
      'accessToken',
      { ...HTTP, accessToken: 'my\ntoken' },
      'accessToken is no token; it needs 1 to 4000 visible ASCII characters without spaces.',
    ],
    [
      'baseUrl',
      { ...THREADS, baseUrl: 'graph.threads.net' },
      'baseUrl is "graph.threads.net"; it needs an http or https address without user name, password and fragment.',
    ],
    [
      'baseUrl',
      { ...THREADS, baseUrl: 'http://169.254.169.254' },
      'baseUrl is refused: 169.254.169.254 is a link-local or metadata address, and no source is there.',
    ],
    [
      'baseUrl',
      { ...HTTP, baseUrl: 'http://a/b?key=secret' },
      'baseUrl is "http://a/b"; it needs an address without a query.',
    ],
    [
      'baseUrl',
      { ...HTTP, baseUrl: null },
      'baseUrl is missing; it needs the address that /engagement/{postId} is below.',
    ],
    [
      'options.batch',
      { ...THREADS, options: { batch: 'yes' } },
      'options.batch is "yes"; it needs true or false.',
    ],
    [
      'options',
      { ...THREADS, options: { batches: true } },
      'options has batches, which is not known; it needs an object with batch, or nothing.',
    ],
    [
      'options.views',
      { ...HTTP, options: { preset: 'x', views: 7 } },
      'options.views is 7; it needs a JSON Pointer such as /likes_count.',
    ],
    [
      'options.headers',
      { ...HTTP, accessToken: 't', options: { preset: 'x', headers: { Authorization: 'Basic a' } } },
      'options.headers has authorization, which the access token is sent as; it needs one of the two alone.',
    ],
  ])('that is wrong is refused by its field: %s', (field, account, words) => {
    expect(problemOf(account)).toMatchObject({ field, message: words });
  });
});
