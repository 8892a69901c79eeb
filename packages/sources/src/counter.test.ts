import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCounter } from './counter';

const codeOf = (value: unknown) => {
  const read = readCounter('views', value);
  return read.ok ? read.value : read.failure.code;
};

describe('a counter', () => {
  it('is read alike as a number and as a string of digits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (count) => {
        expect(codeOf(count)).toBe(count);
        expect(codeOf(String(count))).toBe(count);
      }),
    );
  });

  it('is never anything but a whole number from 0, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.string()), (value) => {
        const read = readCounter('views', value);
        if (!read.ok) return;
        expect(Number.isSafeInteger(read.value) && read.value >= 0 && !Object.is(read.value, -0)).toBe(true);
        expect(read.value).toBe(Number(value) + 0);
      }),
    );
  });

  it.each([undefined, null, '', [], -1, 0.5, '-1', '0.5', -0.5])('%j is no reading', (value) => {
    expect(codeOf(value)).toBe('no_reading');
  });

  it.each([
    'many',
    ' 7',
    '7 ',
    '1e3',
    '0x10',
    '1,000',
    '٣',
    true,
    {},
    [7],
    2 ** 53,
    '9007199254740993',
    1e300,
  ])('%j is not understood', (value) => {
    expect(codeOf(value)).toBe('malformed');
  });

  it('names itself and what came', () => {
    const read = readCounter('metric likes', null);
    expect(!read.ok && read.failure.detail).toBe(
      "The answer's metric likes is null; it needs a whole number, 0 or more.",
    );
  });
});
