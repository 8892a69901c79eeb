import { describe, expect, it } from 'vitest';
import { createCullClient } from './index.js';
import { readOptions } from './options.js';

const GOOD = { url: 'http://127.0.0.1:3000', apiKey: 'cull_key' };

describe('options', () => {
  it.each([
    [{ url: 'localhost:3000' }, /^url: is localhost:3000, .* with its protocol$/],
    [{ url: 'cull.example' }, /^url: is cull\.example, needs to be an address like/],
    [{ url: '' }, /^url: is missing/],
    [{ url: undefined }, /^url: is missing/],
    [{ url: 'https://me:secret@cull.example' }, /^url: has more than an address/],
    [{ url: 'https://cull.example?a=1' }, /^url: has more than an address/],
    [{ apiKey: undefined }, /^apiKey: is missing/],
    [{ apiKey: 'cull key' }, /^apiKey: has blanks/],
    [{ apiKey: 'cull_key\n' }, /^apiKey: has blanks/],
    [{ retries: -1 }, /^retries: is -1/],
    [{ retries: 1.5 }, /^retries: is 1.5/],
    [{ timeoutMs: 0 }, /^timeoutMs: is 0/],
    [{ timeoutMs: Number.NaN }, /^timeoutMs: is NaN/],
  ])('%o are refused in words', (wrong, message) => {
    expect(() => createCullClient({ ...GOOD, ...wrong })).toThrow(message);
  });

  it('never repeat a key', () => {
    expect(() => createCullClient({ ...GOOD, apiKey: 'cull_s3cret ' })).toThrow(/^(?!.*s3cret)/);
  });

  it.each([
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/api/trpc'],
    ['https://cull.example/', 'https://cull.example/api/trpc'],
    ['https://intern.example/cull/', 'https://intern.example/cull/api/trpc'],
  ])('%s leads to %s', (url, endpoint) => {
    expect(readOptions({ ...GOOD, url }).endpoint).toBe(endpoint);
  });
});
