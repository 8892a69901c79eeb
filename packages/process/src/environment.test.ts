import { expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment';

const schema = z.object({
  PORT: z.coerce.number().int().min(1).default(3000),
  API_TOKEN: z.string().min(5),
  OPTIONAL_URL: z.url().optional(),
});

it('takes defaults, and an empty variable for one that is not set', () => {
  expect(readEnvironment(schema, { API_TOKEN: '12345', OPTIONAL_URL: '' })).toEqual({
    PORT: 3000,
    API_TOKEN: '12345',
  });
});

it('names every wrong variable with what it has, but shows no secret', () => {
  const wrong = () => readEnvironment(schema, { PORT: 'web', API_TOKEN: 'oops', OPTIONAL_URL: '::pw@h' });
  expect(wrong).toThrow(/^PORT has "web": .*\nAPI_TOKEN has a value: .*\nOPTIONAL_URL has a value: .*$/);
  expect(wrong).not.toThrow(/oops|u:pw@h/);
  expect(() => readEnvironment(schema, {})).toThrow(/^API_TOKEN has nothing: /);
});
