import { describe, expect, it } from 'vitest';
import type { SourceReading } from '../port';
import { createLimitScope } from './limit-scope';

const answered = (postId: string): SourceReading => ({
  ok: true,
  postId,
  observedAt: 0,
  views: 1,
  interactions: 0,
});
const failing = (postId: string, code: 'post_gone' | 'token_invalid'): SourceReading => ({
  ok: false,
  postId,
  failure: { code, detail: '' },
});
const limited = (postId: string): SourceReading => ({
  ok: false,
  postId,
  failure: { code: 'rate_limited', scope: 'account', retryAt: null, detail: '' },
});

/** Judges one request after the other, each sent when the one before was answered; gives the scope of the last limit. */
function scopeAfter(...requests: readonly (readonly SourceReading[])[]) {
  const limits = createLimitScope();
  const judged = requests.map((readings, index) => limits.judge(readings, index, index + 1));
  const last = judged.at(-1)?.findLast(({ ok }) => !ok);
  return last && !last.ok && last.failure.code === 'rate_limited' && last.failure.scope;
}
const answers = (count: number) =>
  Array.from({ length: count }, (_, number) => [answered(`other-${number}`)]);

describe('a limit', () => {
  it('is the account’s at first', () => {
    expect(scopeAfter([limited('a')])).toBe('account');
    expect(scopeAfter(...answers(50), [limited('a')])).toBe('account');
  });

  it('is one post’s when it is refused again while others are answered', () => {
    expect(scopeAfter([limited('a')], ...answers(9), [limited('a')])).toBe('account');
    expect(scopeAfter([limited('a')], ...answers(10), [limited('a')])).toBe('post');
    expect(
      scopeAfter([limited('a')], ...answers(10).map(() => [failing('b', 'post_gone')]), [limited('a')]),
    ).toBe('post');
  });

  it('is the account’s again once the post was answered in between', () => {
    expect(scopeAfter([limited('a')], ...answers(10), [answered('a')], [limited('a')])).toBe('account');
  });

  it('is the account’s while many posts are refused', () => {
    const refused = Array.from({ length: 5 }, (_, number) => [limited(`refused-${number}`)]);
    expect(scopeAfter(...refused, ...answers(49), [limited('refused-0')])).toBe('account');
    expect(scopeAfter(...refused, ...answers(50), [limited('refused-0')])).toBe('post');
  });

  it('is not judged by failures, nor by answers to what was sent before', () => {
    const failures = answers(10).map(() => [failing('b', 'token_invalid')]);
    expect(scopeAfter([limited('a')], ...failures, [limited('a')])).toBe('account');
    const limits = createLimitScope();
    limits.judge([limited('a')], 0, 100);
    for (let sentAt = 90; sentAt < 100; sentAt += 1) limits.judge([answered('b')], sentAt, 120);
    expect(limits.judge([limited('a')], 130, 140)).toMatchObject([{ failure: { scope: 'account' } }]);
  });

  it('is one post’s when a later call of its batch was answered', () => {
    expect(scopeAfter([limited('a'), answered('b')])).toBe('post');
    expect(scopeAfter([answered('b'), limited('a')])).toBe('account');
  });

  it('forgets old refusals, so that it needs no more memory', () => {
    const many = Array.from({ length: 1_000 }, (_, number) => [limited(`refused-${number}`)]);
    expect(scopeAfter(...many, ...answers(200), [limited('refused-999')])).toBe('post');
  });
});
