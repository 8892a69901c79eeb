import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePointer, isPointer } from './pointer';

/** The examples of RFC 6901, section 5. */
const DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

type Path = readonly (string | number)[];
const pointerTo = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Every value in a JSON document, with the way to it. */
function* walk(json: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  yield [path, json];
  if (typeof json !== 'object' || json === null) return;
  const entries = Array.isArray(json) ? json.entries() : Object.entries(json);
  for (const [key, value] of entries) yield* walk(value, [...path, key]);
}

describe('a JSON Pointer', () => {
  it.each([
    ['', DOCUMENT],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%j leads where RFC 6901 says', (pointer, value) => {
    expect(isPointer(pointer)).toBe(true);
    expect(compilePointer(pointer)(DOCUMENT)).toEqual(value);
  });

  it.each([
    '/foo/2',
    '/foo/-',
    '/foo/00',
    '/foo/01',
    '/foo/length',
    '/foo/0/x',
    '/constructor',
    '/__proto__',
    '/nope',
  ])('%s leads nowhere', (pointer) => {
    expect(compilePointer(pointer)(DOCUMENT)).toBeUndefined();
  });

  it.each(['foo', 'foo/bar', '/a~', '/a~2', '$.foo', '#/foo'])('%s is none', (text) => {
    expect(isPointer(text)).toBe(false);
  });

  it('leads to every value of every document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const [path, value] of walk(json)) {
          const pointer = pointerTo(path);
          expect(isPointer(pointer)).toBe(true);
          expect(compilePointer(pointer)(json)).toBe(value);
        }
      }),
    );
  });

  it('never throws, whatever it meets', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.jsonValue(), (path, json) => {
        compilePointer(pointerTo(path))(json);
      }),
    );
  });
});
