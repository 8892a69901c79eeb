import { describe, expect, it } from 'vitest';
import { httpOptionsSchema, settingsOf } from './options';

const GOOD = {
  url: 'http://adaptor:8080/engagement/{postId}',
  views: '/views',
  interactions: ['/likes', '/replies'],
};
const BATCH = { url: '/posts?ids={postIds}', size: 20, items: '/data', id: '/id' };

const problemOf = (options: unknown) => {
  const [issue] = httpOptionsSchema.safeParse(options).error?.issues ?? [];
  return issue && `${issue.path.join('.')} ${issue.message}`;
};

describe('options of an http source', () => {
  it.each([
    ['without a preset', GOOD],
    ['with one pointer', { ...GOOD, interactions: '/likes' }],
    ['with a path below baseUrl', { ...GOOD, url: '/engagement/{postId}' }],
    ['with the id in the query', { ...GOOD, url: '/engagement?id={postId}' }],
    ['with a batch alone', { ...GOOD, url: undefined, batch: BATCH }],
    ['with a preset alone', { preset: 'x' }],
    ['with a preset and an address', { preset: 'threads-agent', url: GOOD.url }],
    ['with headers', { ...GOOD, headers: { 'X-Api-Key': 'abc' } }],
    ['with the whole answer as a counter', { ...GOOD, views: '' }],
  ])('are taken %s', (_name, options) => {
    expect(problemOf(options)).toBeUndefined();
  });

  it.each([
    [
      'nothing',
      undefined,
      ' is missing; it needs an object with url, views and interactions, or with a preset',
    ],
    ['an unknown preset', { preset: 'y' }, 'preset is "y"; it needs one of threads-agent, x'],
    [
      'no address',
      { ...GOOD, url: undefined },
      'url is missing; it needs to be set where there is no preset (threads-agent, x)',
    ],
    [
      'no views',
      { ...GOOD, views: undefined },
      'views is missing; it needs to be set where there is no preset (threads-agent, x)',
    ],
    [
      'no interactions',
      { ...GOOD, interactions: [] },
      'interactions is an empty list; it needs a JSON Pointer',
    ],
    [
      'a number for a pointer',
      { ...GOOD, views: 7 },
      'views is 7; it needs a JSON Pointer such as /likes_count',
    ],
    [
      'a JSONPath',
      { ...GOOD, views: '$.views' },
      'views is "$.views"; it needs a JSON Pointer such as /likes_count',
    ],
    [
      'a list with a wrong pointer',
      { ...GOOD, interactions: ['/a', 'b'] },
      'interactions.1 is "b"; it needs a JSON Pointer',
    ],
    [
      'no placeholder',
      { ...GOOD, url: 'http://a/b' },
      'url has no {postId}; it needs one in its path or query',
    ],
    [
      'another placeholder',
      { ...GOOD, url: 'http://a/{id}' },
      'url has {id}, which is not known; it needs {postId} alone',
    ],
    ['a placeholder in the host', { ...GOOD, url: 'http://{postId}/' }, 'url has {postId} in its host'],
    [
      'another protocol',
      { ...GOOD, url: 'file:///{postId}' },
      'url is "file:///1"; it needs an http or https address',
    ],
    [
      'a name and password',
      { ...GOOD, url: 'http://me:secret@a/{postId}' },
      'url is "http://[secret]@a/1"; it needs',
    ],
    [
      'another host in a path',
      { ...GOOD, url: '//evil/{postId}' },
      'url is "//evil/1"; it needs an http or https address',
    ],
    [
      'a metadata address',
      { ...GOOD, url: 'http://169.254.169.254/{postId}' },
      'url is refused: 169.254.169.254 is a link-local',
    ],
    [
      'a header with a line break',
      { ...GOOD, headers: { 'X-Key': 'a\r\nb' } },
      'headers.X-Key is no header value; it needs visible',
    ],
    [
      'a header of the connection',
      { ...GOOD, headers: { Host: 'b' } },
      'headers.Host is "Host"; it needs a header name',
    ],
    [
      'a batch of none',
      { ...GOOD, batch: { ...BATCH, size: 0 } },
      'batch.size is 0; it needs a whole number from 1 to 1000',
    ],
    [
      'a batch for one',
      { ...GOOD, batch: { ...BATCH, url: '/p?id={postId}' } },
      'batch.url has {postId}, which is not known',
    ],
    [
      'what is not known',
      { ...GOOD, view: '/a' },
      ' has view, which is not known; it needs an object with url',
    ],
  ])('are refused with %s', (_name, options, words) => {
    expect(problemOf(options)).toContain(words);
  });

  it('never quotes a header or a query', () => {
    const problems = [
      problemOf({ ...GOOD, headers: { 'X-Key': 'secret\n' } }),
      problemOf({ ...GOOD, url: 'ftp://a/{postId}?key=secret' }),
    ];
    expect(problems.join()).not.toContain('secret');
    expect(problems).not.toContain(undefined);
  });

  it('go before those of their preset', () => {
    const views = '/public_metrics/impression_count';
    const settings = settingsOf({ preset: 'x', interactions: '/public_metrics/like_count' });
    expect(settings).toMatchObject({
      views,
      interactions: ['/public_metrics/like_count'],
      batch: { size: 100 },
    });
    expect(settings.template).toBe('/2/tweets?ids={postIds}&tweet.fields=public_metrics');
  });
});
