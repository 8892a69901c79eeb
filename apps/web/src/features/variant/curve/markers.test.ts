import { expect, test } from 'vitest';
import { type Marker, markerWords } from './markers';

const marker = (type: string, text: string): Marker => ({
  at: '2027-03-01T12:00:00Z',
  type,
  text,
  actor: null,
  note: null,
  override: null,
});

test('an ending says what it means', () => {
  const timeOut = { verdict: 'no_data', longestGapSeconds: 0, checkedLessOften: false } as const;
  expect(markerWords(marker('variant.timed_out', 'No data: …'), timeOut)).toBe('No data');
  expect(markerWords(marker('variant.timed_out', 'Timed out after …'), null)).toBe('Timed out');
});

test('what is wrong with the counters is told in words', () => {
  const words = (text: string) => markerWords(marker('variant.data_quality', text), null);
  expect(words('Data quality: reactions_frozen')).toBe('Data quality: source frozen');
  expect(words('Data quality: ok')).toBe('Data quality: ok');
});

test('what has no word of its own keeps its text', () => {
  expect(markerWords(marker('variant.warned', 'Warned at 4.2%'), null)).toBe('Warned at 4.2%');
});
