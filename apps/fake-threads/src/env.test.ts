import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(parseEnv({})).toEqual({ port: 4010, host: '127.0.0.1', seed: 'cull', speed: 1, logLevel: 'info' });
  });

  it.each([
    ['FAKE_THREADS_PORT', 'http', 'a whole number from 0 to 65535'],
    ['FAKE_THREADS_PORT', '', 'a whole number from 0 to 65535'],
    ['FAKE_THREADS_PORT', '70000', 'a whole number from 0 to 65535'],
    ['FAKE_THREADS_SPEED', '-1', 'a number above 0'],
    ['FAKE_THREADS_SPEED', '', 'a number above 0'],
    ['FAKE_THREADS_SEED', '', 'some text'],
    ['LOG_LEVEL', 'loud', 'one of trace'],
  ])('%s=%s is refused in one line', (name, value, needed) => {
    expect(() => parseEnv({ [name]: value })).toThrow(
      `${name} is ${JSON.stringify(value)}; it needs ${needed}`,
    );
  });
});
