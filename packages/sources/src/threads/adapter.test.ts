import { afterEach, describe, expect, it } from 'vitest';
import { serve, type TestAnswer, type TestRequest, type TestServer } from '../../test/serve';
import { createSource } from '../registry';

const TIMEOUT = { timeoutMs: 10_000 };
const KNOWN = { ...TIMEOUT, wasRead: true };
const NOW = Date.parse('2026-01-01T00:00:00Z');

let server: TestServer;
afterEach(() => server.close());

async function connect(answer: (request: TestRequest) => TestAnswer, batch = false, now = () => NOW) {
  server = await serve(answer);
  const account = {
    platform: 'threads',
    baseUrl: server.url,
    accessToken: 'abc',
    options: { batch },
  } as const;
  return createSource(account, { now });
}

const metric = (name: string) => ({ name, values: [{ value: 1 }] });
const insights = { data: ['views', 'likes', 'replies', 'reposts', 'quotes', 'shares'].map(metric) };
const error = (code: number, subcode?: number) => ({
  status: 400,
  body: { error: { message: 'why', code, ...(subcode && { error_subcode: subcode }) } },
});
const gone = error(100, 33);
const deleted = { body: { success: true, deleted_id: '1' } };
const shown = { body: insights };

describe('removing a post from Threads', () => {
  const remove = async (deletion: TestAnswer, reading: TestAnswer, options = KNOWN) => {
    const source = await connect(({ method }) => (method === 'DELETE' ? deletion : reading));
    return source.remove('1', options);
  };
  const methods = () => server.requests.map(({ method, url }) => `${method} ${url.pathname}`);

  it('is done when the post can no longer be read', async () => {
    expect(await remove(deleted, gone)).toEqual({ ok: true, wasGone: false });
    expect(methods()).toEqual(['DELETE /v1.0/1', 'GET /v1.0/1/insights']);
  });

  it('is not done while the post can still be read, whatever the deletion said', async () => {
    expect(await remove(deleted, shown)).toMatchObject({
      failure: { code: 'unavailable', cause: 'server_error' },
    });
    await server.close();
    expect(await remove(deleted, { body: { data: [] } })).toMatchObject({ failure: { code: 'unavailable' } });
  });

  it('is not done while it is not known whether the post can be read', async () => {
    expect(await remove(deleted, error(2))).toMatchObject({
      failure: { code: 'unavailable', cause: 'server_error' },
    });
    await server.close();
    expect(await remove(deleted, error(4))).toMatchObject({
      failure: { code: 'rate_limited', scope: 'account' },
    });
  });

  it('takes a missing permission to delete for what it is', async () => {
    expect(await remove(gone, shown)).toMatchObject({
      failure: { code: 'not_permitted', detail: expect.stringContaining('threads_delete') },
    });
  });

  it('does not take a post of another account for gone', async () => {
    expect(await remove(gone, gone, { ...TIMEOUT, wasRead: false })).toMatchObject({
      failure: { code: 'not_permitted', detail: expect.stringContaining('not visible to the token') },
    });
    expect(methods()).toEqual(['DELETE /v1.0/1']);
  });

  it('waits until its quota lets it, and does not hold back readings', async () => {
    const headers = {
      'x-business-use-case-usage': '{"1":[{"call_count":100,"estimated_time_to_regain_access":90}]}',
    };
    expect(await remove({ ...error(80_002), headers }, shown)).toMatchObject({
      failure: { code: 'rate_limited', scope: 'removals', retryAt: NOW + 90 * 60_000 },
    });
  });

  it.each([
    [error(10), 'not_permitted'],
    [error(190), 'token_invalid'],
    [{ body: { success: false } }, 'malformed'],
  ])('fails where the deletion does: %j', async (deletion, code) => {
    expect(await remove(deletion, gone)).toMatchObject({ failure: { code } });
  });
});

describe('reading Threads in batches', () => {
  const part = ({ status = 200, body }: TestAnswer) => ({ code: status, body: JSON.stringify(body) });
  const readBatch = async (parts: readonly (TestAnswer | null)[], headers = {}) => {
    const source = await connect(() => ({ headers, body: parts.map((one) => one && part(one)) }), true);
    const readings = await source.read(
      parts.map((_, index) => String(index)),
      TIMEOUT,
    );
    return readings.map((reading) => (reading.ok ? 'ok' : reading.failure));
  };

  it('leaves the other posts alone where one is gone, was not reached or has no counters', async () => {
    expect(await readBatch([gone, null, { body: { data: [] } }, shown])).toMatchObject([
      { code: 'post_gone' },
      { code: 'unavailable', cause: 'timeout' },
      { code: 'no_counters' },
      'ok',
    ]);
  });

  it('tells a limit of one post by those that are served after it', async () => {
    expect(await readBatch([error(613), shown])).toMatchObject([
      { code: 'rate_limited', scope: 'post' },
      'ok',
    ]);
    await server.close();
    expect(await readBatch([error(4), gone])).toMatchObject([{ scope: 'post' }, { code: 'post_gone' }]);
    await server.close();
    expect(await readBatch([shown, error(613), error(613)])).toMatchObject([
      'ok',
      { code: 'rate_limited', scope: 'account' },
      { code: 'rate_limited', scope: 'account' },
    ]);
  });

  it('knows from the headers of the whole when a limit ends', async () => {
    const headers = { 'retry-after': '30' };
    expect(await readBatch([error(4)], headers)).toMatchObject([{ retryAt: NOW + 30_000 }]);
  });

  it('believes no batch with another number of answers', async () => {
    const source = await connect(() => ({ body: [part(shown)] }), true);
    expect(await source.read(['1', '2'], TIMEOUT)).toMatchObject([
      { failure: { code: 'malformed', needed: 'an array of 2 answers' } },
      { failure: { code: 'malformed' } },
    ]);
  });
});

describe('what Threads reports its limits', () => {
  it('is known from either header, until that is long ago', async () => {
    let now = NOW;
    const header = '{"call_count":28,"total_time":25,"total_cputime":31}';
    const source = await connect(
      () => ({ headers: { 'x-app-usage': header }, body: insights }),
      false,
      () => now,
    );
    expect(source.usage().usedPercent).toBeNull();
    await source.read(['1'], TIMEOUT);
    now += 299_999;
    expect(source.usage()).toEqual({ usedPercent: 31, callsPerDay: null });
    now += 1;
    expect(source.usage().usedPercent).toBeNull();
  });
});
