import { readEnvironment } from '@cull/process';
import { expect, test } from 'vitest';
import { environmentSchema, signInProviderOf } from './environment';

const GOOD = {
  DATABASE_URL: 'postgres://cull@127.0.0.1/cull',
  CULL_URL: 'http://localhost:3000',
  CULL_AUTH_SECRET: 'x'.repeat(32),
  CULL_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
};

test('has defaults for what need not be said', () => {
  expect(readEnvironment(environmentSchema, GOOD)).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  });
});

test('takes an empty variable as one that is not set', () => {
  expect(readEnvironment(environmentSchema, { ...GOOD, REDIS_URL: '', PORT: '' })).toMatchObject({
    PORT: 3000,
  });
});

test.each([
  ['PORT', '70000', /^PORT has "70000": needs a port from 1 to 65535$/],
  ['PORT', 'web', /^PORT has "web": needs a port/],
  ['DATABASE_URL', 'mysql://secret@host/db', /^DATABASE_URL has a value: /],
  ['DATABASE_URL', '', /^DATABASE_URL has nothing: it needs an address like postgresql:/],
  ['CULL_AUTH_SECRET', 'short', /^CULL_AUTH_SECRET has a value: /],
  ['CULL_ENCRYPTION_KEY', '', /^CULL_ENCRYPTION_KEY has nothing: needs 32 bytes in base64/],
  ['CULL_ENCRYPTION_KEY', 'c2hvcnQ=', /^CULL_ENCRYPTION_KEY has a value: needs 32 bytes.*; it has 5 bytes$/],
  ['THREADS_APP_ID', '1', /^THREADS_APP_SECRET has nothing: is needed where another of THREADS_APP_ID/],
  ['CULL_URL', 'nope', /^CULL_URL has a value: needs an address like https:/],
  ['CALLS_PER_MINUTE', '0', /^CALLS_PER_MINUTE has "0": needs a whole number from 1 to/],
  ['ANONYMOUS_CALLS_PER_MINUTE', '1.5', /^ANONYMOUS_CALLS_PER_MINUTE has "1.5": needs a whole number/],
  ['SIGN_INS_PER_MINUTE', 'few', /^SIGN_INS_PER_MINUTE has "few": needs a whole number/],
  ['TRUSTED_PROXIES', '-1', /^TRUSTED_PROXIES has "-1": needs the number of proxies/],
  ['TRUSTED_PROXIES', '11', /^TRUSTED_PROXIES has "11": needs the number of proxies/],
  ['TRUSTED_PROXIES', '10.0.0.0', /^TRUSTED_PROXIES has "10.0.0.0": needs .* or their networks, like/],
  ['SIGN_INS_PER_ACCOUNT', '0', /^SIGN_INS_PER_ACCOUNT has "0": needs a whole number from 1 to 10000$/],
  ['OIDC_ISSUER', 'http://accounts.example.com', /^OIDC_ISSUER has "http:.*": needs an address over TLS$/m],
  [
    'OIDC_ISSUER',
    'http://localhost:x@accounts.example.com',
    /^OIDC_ISSUER has .*: needs an address over TLS$/m,
  ],
  ['OIDC_ISSUER', 'nope', /^OIDC_ISSUER has "nope": needs an address like https:/],
  ['OIDC_CLIENT_SECRET', 'hush', /^OIDC_ISSUER has nothing: is needed where another of/],
  ['PASSWORD_SIGN_IN', 'no', /^PASSWORD_SIGN_IN has a value: needs on or off$/],
  ['PASSWORD_SIGN_IN', 'off', /^PASSWORD_SIGN_IN has a value: off needs another way in: set OIDC_ISSUER, /],
  ['REDIS_URL', 'http://localhost', /^REDIS_URL has a value: /],
])('%s=%s is refused in one line that names it', (name, value, line) => {
  expect(() => readEnvironment(environmentSchema, { ...GOOD, [name]: value })).toThrow(line);
});

test('never shows a secret, not even a wrong one', () => {
  expect(() => readEnvironment(environmentSchema, { ...GOOD, CULL_AUTH_SECRET: 'short' })).not.toThrow(
    /"short"/,
  );
});

test.each(['http://localhost', 'http://127.0.0.1:9000/realm', 'http://[::1]:9000'])(
  'takes a provider on this machine without TLS: %s',
  (issuer) => {
    const provider = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'cull', OIDC_CLIENT_SECRET: 'hush' };
    expect(readEnvironment(environmentSchema, { ...GOOD, ...provider }).OIDC_ISSUER).toBe(issuer);
  },
);

test('names the variable of a provider that is missing, and shows no secret', () => {
  const read = () =>
    readEnvironment(environmentSchema, {
      ...GOOD,
      OIDC_ISSUER: 'https://id.example.com',
      OIDC_CLIENT_SECRET: 'hush',
    });
  expect(read).toThrow(/^OIDC_CLIENT_ID has nothing: is needed where another of/);
  expect(read).not.toThrow(/hush/);
});

test('takes a provider whole', () => {
  const provider = {
    OIDC_ISSUER: 'https://id.example.com',
    OIDC_CLIENT_ID: 'cull',
    OIDC_CLIENT_SECRET: 'hush',
  };
  expect(signInProviderOf(readEnvironment(environmentSchema, { ...GOOD, ...provider }))).toEqual({
    name: 'Single sign-on',
    issuer: 'https://id.example.com',
    clientId: 'cull',
    clientSecret: 'hush',
  });
  expect(signInProviderOf(readEnvironment(environmentSchema, GOOD))).toBeUndefined();
});

test.each([
  [undefined, 0],
  ['0', 0],
  ['2', 2],
  ['10', 10],
])('TRUSTED_PROXIES=%s is a number of proxies', (value, expected) => {
  const { TRUSTED_PROXIES } = readEnvironment(environmentSchema, { ...GOOD, TRUSTED_PROXIES: value });
  expect(TRUSTED_PROXIES).toBe(expected);
});

test('TRUSTED_PROXIES takes networks', () => {
  const { TRUSTED_PROXIES } = readEnvironment(environmentSchema, {
    ...GOOD,
    TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8',
  });
  expect(String(TRUSTED_PROXIES)).toBe('10.0.0.0/8,fd00::/8');
});
