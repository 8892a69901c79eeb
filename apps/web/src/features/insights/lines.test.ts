import { expect, test } from 'vitest';
import { isCapped, scaledLines, scalingInForce, scalingNote, stands, valuesOf } from './lines';

const BASE = { kill: 0.3, warn: 0.4, healthy: 1 };
const SCALING = { factor: 0.393, base: BASE };
const SCALED = { kill: 0.118, warn: 0.157, healthy: 0.393 };

test('all lines are scaled alike', () => {
  expect(scaledLines(SCALING)).toEqual(SCALED);
  expect(isCapped(SCALING)).toBe(false);
});

test.each([
  [1.2, 0.4, { kill: 0.36, warn: 0.48, healthy: 1 }],
  [1.5, 0.7, { kill: 0.45, warn: 1, healthy: 1 }],
])('by %f none is drawn above 1', (factor, warn, lines) => {
  const scaling = { factor, base: { ...BASE, warn } };
  expect(scaledLines(scaling)).toEqual(lines);
  expect(isCapped(scaling)).toBe(true);
});

test.each([3.4, 0.001])('by %f no override can say it', (factor) => {
  expect(scaledLines({ factor, base: BASE })).toBeNull();
});

test('a second calibration begins from the lines that the first one found', () => {
  const values = valuesOf(SCALED);
  const versions = [
    { values: { ...values, windowSeconds: 300 }, note: 'shorter' },
    { values, note: `${scalingNote(SCALING)} Rests on 120 sessions.` },
    { values: { killRatio: 0.3, warnRatio: 0.4 }, note: 'by hand' },
  ];
  expect(scalingInForce({ ...values, windowSeconds: 300 }, versions)).toEqual(SCALING);
});

test('lines that a person has set since are nobody’s scaling, and neither are those that were taken back', () => {
  const first = { values: valuesOf(SCALED), note: scalingNote(SCALING) };
  expect(scalingInForce({ killRatio: 0.2, warnRatio: 0.4 }, [first])).toBeNull();
  const back = { values: valuesOf(BASE), note: scalingNote({ factor: 1, base: BASE }) };
  expect(scalingInForce(valuesOf(BASE), [back, first])).toBeNull();
});

test.each([
  ['stays while not enough data', null, null, true],
  ['stays while it may be right', { low: 0.45, high: 0.6 }, 0.52, true],
  ['stays where it is as much as one suggestion may change', { low: 0.2, high: 0.3 }, 0.5, true],
  ['stays while a better one waits for more sessions', { low: 0.2, high: 0.3 }, null, true],
  ['gives way to a better one', { low: 0.7, high: 0.8 }, 0.76, false],
  ['gives way where expectations may be right again', { low: 0.9, high: 1.2 }, null, false],
])('a scaling by one half %s', (_, factor, suggestedFactor, isStanding) => {
  expect(stands({ factor: 0.5 }, { factor, suggestedFactor })).toBe(isStanding);
});
