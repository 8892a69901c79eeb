import { expect, test } from 'vitest';
import { saidBesides, saidOf } from './said';

const REFUSAL = 'email: Invalid email address; personId: is the last admin; make another first; it broke';

test('what the API says of a field is a sentence next to it', () => {
  expect(saidOf(REFUSAL, 'email')).toBe('Invalid email address.');
  expect(saidOf(REFUSAL, 'personId')).toBe('Is the last admin; make another first; it broke.');
  expect(saidOf(REFUSAL, 'name')).toBeUndefined();
  expect(saidOf(undefined, 'name')).toBeUndefined();
});

test('what it says besides names no field', () => {
  expect(saidBesides(REFUSAL, ['personId'])).toBe('Invalid email address.');
  expect(saidBesides('name: needs a name; url: 10.0.0.1 is private', ['name', 'url'])).toBeUndefined();
  expect(saidBesides('https://a.example answers 502', [])).toBe('Https://a.example answers 502.');
  expect(saidBesides(undefined, [])).toBeUndefined();
});

test('what it says of a part is next to the whole, and names the part', () => {
  const refusal =
    'options.headers.X-Api-Key: is no header value; it needs a string; list[1]: is 7; ids.0: is long';
  expect(saidOf(refusal, 'options.headers')).toBe('X-Api-Key: is no header value; it needs a string.');
  expect(saidOf(refusal, 'list')).toBe('Number 2: is 7.');
  expect(saidOf(refusal, 'ids')).toBe('Number 1: is long.');
  expect(saidOf(refusal, 'option')).toBeUndefined();
  expect(saidBesides(refusal, ['options.headers', 'list'])).toBe('Is long.');
});
