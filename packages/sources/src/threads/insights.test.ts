import { describe, expect, it } from 'vitest';
import { parseInsights } from './insights';

const NAMES = ['views', 'likes', 'replies', 'reposts', 'quotes', 'shares'];
type Entry = Readonly<Record<string, unknown>>;
const entries = (changed: Readonly<Record<string, Entry>> = {}) =>
  NAMES.map((name, index) => ({
    name,
    period: 'lifetime',
    ...(changed[name] ?? { values: [{ value: 100 - index }] }),
  }));
const read = (data: unknown) => {
  const result = parseInsights(JSON.stringify({ data }));
  return result.ok ? result.value : result.failure;
};
const SUM = 99 + 98 + 97 + 96 + 95;

describe('insights', () => {
  it('are views, and everything else together', () => {
    expect(read(entries())).toEqual({ views: 100, interactions: SUM });
    expect(read(entries().reverse())).toEqual({ views: 100, interactions: SUM });
  });

  it.each([
    ['values', { values: [{ value: 7 }] }],
    ['total_value', { total_value: { value: 7 } }],
    ['total_value next to no values', { values: [], total_value: { value: 7 } }],
    ['a string', { values: [{ value: '7' }] }],
    ['a total as a string', { total_value: { value: '7' } }],
  ])('are read from %s', (_name, entry) => {
    expect(read(entries({ views: entry }))).toEqual({ views: 7, interactions: SUM });
  });

  it.each([
    ['no value at all', {}, 'missing'],
    ['no values', { values: [] }, '[]'],
    ['a value without a value', { values: [{}] }, 'missing'],
    ['an empty total', { total_value: {} }, 'missing'],
    ['null', { values: [{ value: null }] }, 'null'],
    ['null for all', { values: null, total_value: null }, 'null'],
    ['an empty text', { values: [{ value: '' }] }, '""'],
    ['a negative number', { values: [{ value: -1 }] }, '-1'],
    ['a fraction', { total_value: { value: 0.5 } }, '0.5'],
  ])('are no reading with %s', (_name, entry, received) => {
    for (const name of ['views', 'shares']) {
      expect(read(entries({ [name]: entry }))).toMatchObject({
        code: 'no_reading',
        detail: expect.stringContaining(`metric ${name} is ${received === 'null' ? '' : received}`),
      });
    }
  });

  it('are no reading without one of the metrics', () => {
    const failure = read(entries().filter(({ name }) => name !== 'quotes'));
    expect(failure).toEqual({
      code: 'no_reading',
      detail: "The answer's metric quotes is missing; it needs a whole number, 0 or more.",
    });
  });

  it('that are empty say that there are none for this kind of post', () => {
    expect(read([])).toMatchObject({ code: 'no_counters', detail: expect.stringContaining('repost') });
  });

  it.each([
    ['words', entries({ views: { values: [{ value: 'many' }] } })],
    ['a list for a value', entries({ views: { values: [{ value: [7] }] } })],
    ['a series', entries({ views: { values: [{ value: 1 }, { value: 2 }] } })],
    ['no list', {}],
    ['a metric without a name', [{ values: [{ value: 1 }] }]],
    ['a metric that is none', [7]],
  ])('are not understood with %s', (_name, data) => {
    expect(read(data)).toMatchObject({ code: 'malformed' });
  });
});
