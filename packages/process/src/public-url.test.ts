import { expect, it } from 'vitest';
import { isInClear, publicUrlSchema } from './public-url';

it.each([
  ['https://cull.example.com', 'https://cull.example.com'],
  ['https://cull.example.com/', 'https://cull.example.com'],
  ['https://Cull.example.com:443//', 'https://cull.example.com'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('%s is known as %s', (given, expected) => expect(publicUrlSchema.parse(given)).toBe(expected));

it.each([
  'cull.example.com',
  'ftp://cull.example.com',
  'https://cull.example.com/app',
  'https://cull.example.com/?a',
  'https://cull.example.com/#a',
  'https://me@cull.example.com',
])('%s is refused', (given) => {
  expect(publicUrlSchema.safeParse(given).error?.issues[0]?.message).toMatch(/^needs an address like/);
});

it.each([
  ['https://cull.example.com', false],
  ['http://localhost:3000', false],
  ['http://[::1]:3000', false],
  ['http://cull.example.com', true],
  ['http://localhost:x@elsewhere.example', true],
])('whether %s can be read on the way: %s', (address, expected) => expect(isInClear(address)).toBe(expected));
