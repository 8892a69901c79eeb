import { describe, expect, it } from 'vitest';
import { malformed, withoutToken } from './errors';
import { readProblem } from './graph-error';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const answer = (status: number, body: unknown, retryAfter?: string) => ({
  status,
  header: (name: string) => (name === 'retry-after' ? retryAfter : undefined),
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const graph = (code: number, more: object = {}) => ({ error: { message: 'why', code, ...more } });

describe('an error answer', () => {
  it.each([4, 17, 32, 613])('with code %d means slow down', (code) => {
    expect(readProblem(answer(400, graph(code)), NOW)).toMatchObject({ slowDown: true, retryAfterMs: null });
  });

  it.each([
    ['a 429 without a word', 429, '', undefined, null],
    ['seconds', 429, '', '30', 30_000],
    ['a date', 429, '', new Date(NOW + 5_000).toUTCString(), 5_000],
    ['a date that has passed', 429, '', new Date(NOW - 5_000).toUTCString(), 0],
    ['too long a wait', 429, '', '999999', 3_600_000],
    ['nonsense', 429, '', 'soon', null],
  ])('with %s says how long to wait', (_name, status, body, retryAfter, retryAfterMs) => {
    expect(readProblem(answer(status, body, retryAfter), NOW)).toMatchObject({
      slowDown: true,
      retryAfterMs,
    });
  });

  it.each([
    ['190', 400, graph(190), { code: 'token_invalid' }],
    ['a 401', 401, '', { code: 'token_invalid' }],
    ['100/33', 400, graph(100, { error_subcode: 33 }), { code: 'post_gone' }],
    ['100 alone', 400, graph(100), { code: 'unavailable', cause: 'refused' }],
    ['a missing permission', 403, graph(10), { code: 'unavailable', cause: 'refused' }],
    ['code 2', 400, graph(2), { code: 'unavailable', cause: 'server_error' }],
    [
      'a transient one',
      400,
      graph(999, { is_transient: true }),
      { code: 'unavailable', cause: 'server_error' },
    ],
    ['a page of a proxy', 502, '<html>', { code: 'unavailable', cause: 'server_error' }],
    ['an error with a 200', 200, graph(190), { code: 'token_invalid' }],
  ])('%s is read as what it is', (_name, status, body, failure) => {
    expect(readProblem(answer(status, body), NOW)).toMatchObject({ slowDown: false, failure });
  });

  it('is none for an answer that has succeeded', () => {
    expect(readProblem(answer(200, { data: [] }), NOW)).toBeNull();
  });
});

describe('a failure', () => {
  it('never carries the token, plain or encoded, wherever it was echoed', () => {
    const token = 'se/cret+';
    const echoes = [
      malformed(`x${token}`, { echo: token }, 'another'),
      {
        code: 'token_invalid',
        detail: `Malformed access token ${token}, ${encodeURIComponent(token)}`,
      } as const,
    ];
    for (const failure of echoes) {
      expect(JSON.stringify(withoutToken(failure, token))).not.toMatch(/se(\/|%2F)cret/);
    }
  });

  it('quotes a long value in part', () => {
    expect(malformed('body', 'x'.repeat(10_000), 'JSON').detail.length).toBeLessThan(400);
  });
});
