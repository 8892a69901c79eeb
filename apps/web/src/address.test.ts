import { expect, test } from 'vitest';
import { decodable } from './address';

test.each([
  ['/variants/100%25-x?session=a%2', '/variants/100%25-x?session=a%2'],
  ['/variants/a%2', '/variants/a%252'],
  ['/variants/%E0%A4%A', '/variants/%25E0%25A4%25A'],
  ['/a%20b/%', '/a%20b/%25'],
  ['/', '/'],
])('%s is read as %s', (address, read) => expect(decodable(address)).toBe(read));
