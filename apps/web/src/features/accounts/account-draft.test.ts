import { httpOptionsSchema, PRESET_NAMES } from '@cull/sources';
import { describe, expect, it } from 'vitest';
import {
  createInput,
  draftOf,
  draftProblem,
  emptyDraft,
  testInput,
  updateInput,
  withToken,
} from './account-draft';
import { account } from './account-for-tests';
import { PRESETS } from './account-options';

const HTTP = {
  ...emptyDraft('http'),
  name: 'adaptor',
  url: ' http://adaptor:8080/engagement/{postId} ',
  headers: 'X-Api-Key: abc:def\n\nX-Team: blue',
  views: '/impressions_count',
  interactions: '/likes_count\n\n/comments_count ',
};

describe('a new account', () => {
  it('has what was filled in, and nothing that was left empty', () => {
    const draft = { ...emptyDraft('threads'), name: 'Ada', personaIds: ['ada'], accessToken: 'THAA1' };
    expect(createInput(draft)).toEqual({
      platform: 'threads',
      name: 'Ada',
      personaIds: ['ada'],
      accessToken: 'THAA1',
    });
    expect(createInput({ ...draft, tokenExpiresAt: '2027-01-31T12:30' }).tokenExpiresAt).toBe(
      new Date(2027, 0, 31, 12, 30).toISOString(),
    );
  });

  it('of platform http has options that the adapter takes', () => {
    const batch = { hasBatch: true, batchUrl: 'http://a/?ids={postIds}', batchSize: '50', batchId: '/id' };
    const { options } = createInput({ ...HTTP, ...batch, batchItems: '/data' });
    expect(options).toEqual({
      url: 'http://adaptor:8080/engagement/{postId}',
      headers: { 'X-Api-Key': 'abc:def', 'X-Team': 'blue' },
      views: '/impressions_count',
      interactions: ['/likes_count', '/comments_count'],
      batch: { url: 'http://a/?ids={postIds}', size: 50, items: '/data', id: '/id' },
    });
    expect(httpOptionsSchema.safeParse(options).success).toBe(true);
  });

  it('can be of any preset, which needs nothing else', () => {
    expect(PRESETS.map(({ value }) => value)).toEqual(PRESET_NAMES);
    for (const { value: preset } of PRESETS) {
      const { options } = createInput({ ...emptyDraft('http'), preset });
      expect(options).toEqual({ preset });
      expect(httpOptionsSchema.safeParse(options).success).toBe(true);
    }
  });

  it('is tested without the name and personas that it gets', () => {
    expect(testInput({ ...emptyDraft('threads'), name: 'Ada', accessToken: 'THAA1' })).toEqual({
      platform: 'threads',
      accessToken: 'THAA1',
    });
  });

  it.each([
    [
      'a key without its name',
      'X-A: 1\nabcdef',
      'Line 2 is not a header. It needs a name and a value, like X-Api-Key: abc.',
    ],
    [
      'a name without its value',
      'X-A:',
      'Line 1 is not a header. It needs a name and a value, like X-Api-Key: abc.',
    ],
    ['a name that must appear only once', 'X-A: 1\nx-a: 2', 'x-a appears twice. It needs one line.'],
    ['headers', 'X-A: 1\nX-B: 2', undefined],
  ])('says what is wrong with its headers: %s', (_name, headers, problem) => {
    expect(draftProblem({ ...HTTP, headers })).toBe(problem && `options.headers: ${problem}`);
  });
});

describe('a change', () => {
  const threads = account({ name: 'Ada', personaIds: ['ada'], tokenExpiresAt: '2027-01-31T12:30:17.000Z' });

  it('is nothing while nothing was changed', () => {
    expect(updateInput(threads, draftOf(threads))).toEqual({ accountId: threads.accountId });
    const http = account({
      platform: 'http',
      options: { ...createInput(HTTP).options, headers: { 'X-Key': '(secret)' }, interactions: '/likes' },
    });
    expect(updateInput(http, draftOf(http))).toEqual({ accountId: http.accountId });
  });

  it('is what was changed alone', () => {
    const draft = { ...draftOf(threads), name: 'Ada L.', baseUrl: 'http://127.0.0.1:4010' };
    expect(updateInput(threads, draft)).toEqual({
      accountId: threads.accountId,
      name: 'Ada L.',
      baseUrl: 'http://127.0.0.1:4010',
    });
    expect(updateInput(threads, { ...draftOf(threads), personaIds: [], tokenExpiresAt: '' })).toEqual({
      accountId: threads.accountId,
      personaIds: [],
      tokenExpiresAt: null,
    });
  });

  it('of the token says nothing of when the one before expires', () => {
    const typed = withToken(withToken(draftOf(threads), 'T'), 'THAA2');
    expect(updateInput(threads, typed)).toMatchObject({ accessToken: 'THAA2', tokenExpiresAt: null });
    const dated = withToken(
      { ...withToken(draftOf(threads), 'T'), tokenExpiresAt: '2027-03-01T10:00' },
      'TH',
    );
    expect(updateInput(threads, dated).tokenExpiresAt).toBe(new Date(2027, 2, 1, 10).toISOString());
  });

  it('keeps the headers that are not shown', () => {
    const http = account({
      platform: 'http',
      options: { preset: 'x', headers: { 'X-Key': '(secret)' } },
    });
    const { options } = updateInput(http, { ...draftOf(http), views: '/views' });
    expect(options).toEqual({ preset: 'x', headers: { 'X-Key': '(secret)' }, views: '/views' });
  });
});
