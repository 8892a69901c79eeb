import { expect, it } from 'vitest';
import { readOptions } from './options';

it.each([
  ['150', 150],
  ['0', 0],
  ['150:3000', { p50: 150, p99: 3_000 }],
])('reads a latency of %s', (text, latency) => {
  expect(readOptions([`--latency=${text}`]).options.latency).toEqual(latency);
});

it.each(['', 'fast', '-1', '1:2:3', '200:100', '0:100', '60001'])('refuses a latency of %j', (text) => {
  expect(() => readOptions([`--latency=${text}`])).toThrow(/latency/);
});

it('wants three accounts for trouble', () => {
  expect(() => readOptions(['--trouble', '--accounts=2'])).toThrow(/accounts=3/);
  expect(readOptions(['far-source', '--trouble', '--accounts=3'])).toMatchObject({
    wanted: ['far-source'],
    options: { trouble: true, accounts: 3 },
  });
});
