import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../../test/serve';
import { createSource } from '../registry';

const TIMEOUT = { timeoutMs: 10_000 };

let server: TestServer;
afterEach(() => server.close());

/** Answers every name with these addresses. */
const leadingTo =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const readBy = async (lookup: LookupFunction) => {
  server = await serve(() => ({ status: 404, body: '' }));
  const { port } = new URL(server.url);
  const account = {
    platform: 'http',
    baseUrl: `http://adaptor.internal:${port}`,
    accessToken: null,
    options: { preset: 'threads-agent' },
  } as const;
  const [reading] = await createSource(account, { lookup }).read(['1'], TIMEOUT);
  return reading;
};

describe('a name', () => {
  it('may lead into a private network', async () => {
    expect(await readBy(leadingTo('127.0.0.1'))).toMatchObject({ failure: { code: 'post_gone' } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([[['169.254.169.254']], [['127.0.0.1', 'fe80::1']], [['::ffff:a9fe:a9fe']]])(
    'may not lead to %j',
    async (addresses) => {
      expect(await readBy(leadingTo(...addresses))).toMatchObject({
        failure: {
          code: 'unavailable',
          cause: 'network',
          detail: expect.stringContaining('link-local or metadata address'),
        },
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it('that leads nowhere is a source that cannot be reached', async () => {
    const lookup: LookupFunction = (_hostname, _options, done) => done(new Error('ENOTFOUND adaptor'), []);
    expect(await readBy(lookup)).toMatchObject({ failure: { code: 'unavailable', cause: 'network' } });
  });
});
