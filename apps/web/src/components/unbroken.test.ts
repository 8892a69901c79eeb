import { expect, it } from 'vitest';
import { unbroken } from './unbroken';

it('keeps numbers and their seconds on one line, and nothing else', () => {
  expect(unbroken('345 views (266 of them over 15 s ago) is 1.80%, after 20 seconds')).toBe(
    '345 views (266 of them over 15\u00a0s ago) is 1.80%, after 20 seconds',
  );
});
