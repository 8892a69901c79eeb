import { describe, expect, it } from 'vitest';
import { readGraphError } from './graph-error';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  status,
  header: (name: string) => headers[name],
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const graph = (code: number, more: object = {}) => ({ error: { message: 'why', code, ...more } });
const business = (minutes: number) =>
  JSON.stringify({
    '17841400000000000': [
      {
        type: 'threads',
        call_count: 100,
        total_cputime: 2,
        total_time: 1,
        estimated_time_to_regain_access: minutes,
      },
    ],
  });

describe('an error answer', () => {
  it.each([4, 17, 32, 613, 80_000, 80_002, 80_014])('with code %d is a limit of the account', (code) => {
    expect(readGraphError(answer(400, graph(code)), NOW)).toMatchObject({
      code: 'rate_limited',
      scope: 'account',
      retryAt: null,
    });
  });

  it.each([
    ['a 429 without a word', {}, null],
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['part of a second', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': new Date(NOW + 5_000).toUTCString() }, 5_000],
    ['a date that has passed', { 'retry-after': new Date(NOW - 5_000).toUTCString() }, 0],
    ['more than a day', { 'retry-after': '999999' }, 24 * 60 * MINUTE],
    ['nonsense', { 'retry-after': 'soon' }, null],
    ['minutes of a use case', { 'x-business-use-case-usage': business(19) }, 19 * MINUTE],
    ['no minutes', { 'x-business-use-case-usage': business(0) }, null],
    ['both', { 'x-business-use-case-usage': business(1), 'retry-after': '90' }, 90_000],
    ['a usage that is not understood', { 'x-business-use-case-usage': '[]', 'retry-after': '9' }, 9_000],
  ])('with %s says how long to wait', (_name, headers, wait) => {
    expect(readGraphError(answer(429, '', headers), NOW)).toMatchObject({
      code: 'rate_limited',
      retryAt: wait === null ? null : NOW + wait,
    });
  });

  it.each([
    ['190', 400, graph(190), { code: 'token_invalid' }],
    ['102', 400, graph(102), { code: 'token_invalid' }],
    ['a 401', 401, '', { code: 'token_invalid' }],
    ['100/33', 400, graph(100, { error_subcode: 33 }), { code: 'post_gone' }],
    ['100 alone', 400, graph(100), { code: 'unavailable', cause: 'refused' }],
    ['10', 403, graph(10), { code: 'not_permitted' }],
    ['200', 403, graph(200), { code: 'not_permitted' }],
    ['299', 400, graph(299), { code: 'not_permitted' }],
    ['300', 400, graph(300), { code: 'unavailable', cause: 'refused' }],
    ['a 403 without a code', 403, '', { code: 'not_permitted' }],
    ['code 2', 400, graph(2), { code: 'unavailable', cause: 'server_error' }],
    [
      'a transient one',
      400,
      graph(999, { is_transient: true }),
      { code: 'unavailable', cause: 'server_error' },
    ],
    ['a page of a proxy', 502, '<html>', { code: 'unavailable', cause: 'server_error' }],
    ['an error with a 200', 200, graph(190), { code: 'token_invalid' }],
    ['a code just past the use cases', 400, graph(80_015), { code: 'unavailable', cause: 'refused' }],
  ])('%s is read as what it is', (_name, status, body, failure) => {
    expect(readGraphError(answer(status, body), NOW)).toMatchObject(failure);
  });

  it('says what the API said', () => {
    const failure = readGraphError(answer(400, graph(100, { error_subcode: 33 })), NOW);
    expect(failure?.detail).toBe('The Threads API answered 400, code 100/33: why');
  });

  it('is none for an answer that has succeeded', () => {
    expect(readGraphError(answer(200, { data: [] }), NOW)).toBeNull();
  });
});
