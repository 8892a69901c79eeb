import { describe, expect, it } from 'vitest';
import { readBatch } from './batch';
import { compileCounters } from './counters';
import { readXFailures } from './x';

const ASKED = ['17841400000000001', '17841400000000002'];
const reading = {
  items: '/data',
  id: '/id',
  readCounters: compileCounters('/views', ['/likes', '/replies']),
  failures: readXFailures,
};
const item = (id: unknown, views = 10) => ({ id, views, likes: 1, replies: 2 });
const read = (json: unknown) => {
  const find = readBatch(json, ASKED, reading);
  return ASKED.map((postId) => {
    const found = find(postId);
    return found.ok ? found.value : found.failure;
  });
};

describe('a batch answer', () => {
  it('is read by id, in whatever order it comes', () => {
    expect(read({ data: [item(ASKED[1], 2), item(ASKED[0], 1)] })).toEqual([
      { views: 1, interactions: 3 },
      { views: 2, interactions: 3 },
    ]);
  });

  it('gives no post the counters of an id that has lost its last digits', () => {
    const json: unknown = JSON.parse('{"data":[{"id":17841400000000001,"views":1,"likes":0,"replies":0}]}');
    const [first, second] = read(json);
    expect(first).toMatchObject({ code: 'malformed', field: '/data/0/id' });
    expect(first).toHaveProperty('detail', expect.stringContaining('it needs the id as a string'));
    expect(second).toEqual(first);
  });

  it('reads ids that are small numbers', () => {
    const find = readBatch({ data: [item(7)] }, ['7'], reading);
    expect(find('7').ok).toBe(true);
  });

  it('takes a post without an item for gone, but only if all items are understood', () => {
    expect(read({ data: [item(ASKED[0])] })[1]).toMatchObject({ code: 'post_gone' });
    expect(read({ data: [item(ASKED[0]), item('another')] })[1]).toMatchObject({
      code: 'malformed',
      field: '/data/1/id',
      received: '"another"',
    });
    expect(read({ data: [item(ASKED[0]), item(undefined)] })[1]).toMatchObject({ code: 'malformed' });
    expect(read({ data: [item(ASKED[0]), null] })[1]).toMatchObject({ code: 'malformed' });
  });

  it.each([{}, { data: {} }, [], null, { data: 'x' }])('is not understood without a list: %j', (json) => {
    expect(read(json)).toMatchObject([{ code: 'malformed', field: '/data' }, { code: 'malformed' }]);
  });

  it('names the place of a counter that is missing', () => {
    expect(read({ data: [{ ...item(ASKED[0]), replies: null }] })[0]).toEqual({
      code: 'no_reading',
      detail: "The answer's /data/0/replies is null; it needs a whole number, 0 or more.",
    });
  });
});

describe('errors next to the items of X', () => {
  const error = (type: string, id: unknown) => ({
    resource_id: id,
    type: `https://api.twitter.com/2/problems/${type}`,
    detail: 'why',
  });

  it('say what is wrong with each post', () => {
    const errors = [error('resource-not-found', ASKED[0]), error('not-authorized-for-resource', ASKED[1])];
    expect(read({ errors })).toEqual([
      { code: 'post_gone', detail: 'X answered for this post: why' },
      { code: 'not_permitted', detail: 'X answered for this post: why' },
    ]);
  });

  it('do not hide a post that was served anyway', () => {
    const [first, second] = read({ data: [item(ASKED[0])], errors: [error('resource-not-found', ASKED[0])] });
    expect(first).toHaveProperty('views', 10);
    expect(second).toHaveProperty('code', 'post_gone');
  });

  it('of other kinds are no end of a post', () => {
    expect(read({ errors: [error('operational-disconnect', ASKED[0])] })[0]).toMatchObject({
      code: 'unavailable',
      cause: 'refused',
    });
  });
});
