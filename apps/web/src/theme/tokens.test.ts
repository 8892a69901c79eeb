import { describe, expect, test } from 'vitest';
import { contrast, INKS, mixed, softOf, TOKENS } from './tokens';

/** WCAG 2.2, 1.4.3 for words, 1.4.11 for marks. */
const WORDS = 4.5;
const MARKS = 3;

test('contrast is WCAG’s', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
  expect(contrast('#336699', '#336699')).toBe(1);
});

test('a color is mixed into another channel by channel', () => {
  expect(mixed('#ff0000', '#0000ff', 0.5)).toBe('#800080');
  expect(mixed('#123456', '#ffffff', 0)).toBe('#ffffff');
  expect(mixed('#123456', '#ffffff', 1)).toBe('#123456');
});

describe.each(Object.entries(TOKENS))('in the %s scheme', (_scheme, tokens) => {
  const surfaces = [tokens.page, tokens.card, tokens.raised];
  test.each(['text', 'muted', ...INKS] as const)('%s can be read on every surface', (name) => {
    for (const surface of surfaces) expect(contrast(tokens[name], surface)).toBeGreaterThanOrEqual(WORDS);
  });

  test.each(INKS)('%s can be read on its own soft surface, and so can text and what explains it', (ink) => {
    const soft = softOf(tokens, ink);
    for (const name of [ink, 'text', 'muted'] as const)
      expect(contrast(tokens[name], soft), name).toBeGreaterThanOrEqual(WORDS);
  });

  test.each(INKS)('words can be read on a surface filled with %s', (ink) => {
    expect(contrast(tokens.on, tokens[ink])).toBeGreaterThanOrEqual(WORDS);
  });

  test('marks that carry no color of meaning are seen', () => {
    for (const surface of [tokens.card, tokens.raised])
      expect(contrast(tokens.faint, surface)).toBeGreaterThanOrEqual(MARKS);
  });
});
