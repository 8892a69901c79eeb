import { expect, test } from 'vitest';
import { saidBesides, saidOf } from './said';

const REFUSAL = 'email: Invalid email address; personId: is the last admin; make another first; it broke';

test('what the API says of a field is a sentence beside it', () => {
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
