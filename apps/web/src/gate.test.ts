import { describe, expect, test } from 'vitest';
import { isPublic, safeNext, signInAddress, signInAgainAddress } from './gate';

describe('isPublic', () => {
  test.each([
    ['/sign-in', true],
    ['/sign-in?next=%2F', true],
    ['/invitation?token=a', true],
    ['/invitations', false],
    ['/_next/static/chunks/a.js', true],
    ['/icon.svg?icon.1.svg', true],
    ['/', false],
    ['/?status=killed', false],
    ['/variants/_next', false],
    ['/variants/sign-in', false],
    ['/sign-in-not', false],
  ])('%s: %s', (path, expected) => {
    expect(isPublic(path)).toBe(expected);
  });
});

describe('safeNext', () => {
  test.each([
    ['/variants/a?x=1', '/variants/a?x=1'],
    [null, '/'],
    ['', '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
  ])('%s leads to %s', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});

test('the sign-in leads back to where somebody wanted to go', () => {
  expect(signInAddress('/')).toBe('/sign-in');
  expect(signInAddress('/variants/a b?x=1')).toBe('/sign-in?next=%2Fvariants%2Fa%20b%3Fx%3D1');
  expect(signInAddress('/?error=INVALID_TOKEN')).toBe('/sign-in?error=INVALID_TOKEN');
  expect(signInAddress('/kiosk?x=1&error=a%26b')).toBe('/sign-in?next=%2Fkiosk%3Fx%3D1&error=a%26b');
  expect(signInAgainAddress('/kiosk')).toBe('/sign-in?ended=yes&next=%2Fkiosk');
});
