import { describe, expect, it } from 'vitest';
import { readOptions } from './options';

describe('the options', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({ seed: 1, scale: 1, quick: false, help: false });
  });

  it.each([
    [['--seed', 'x'], /--seed is x: needs a number/],
    [['--scale', '0'], /--scale is 0: .*0\.001/],
    [['--speed'], /--speed/],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
