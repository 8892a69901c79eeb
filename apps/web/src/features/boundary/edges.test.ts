import { DEFAULT_POLICY, logEvidence, overlay, type PolicyValues } from '@cull/core';
import { describe, expect, test } from 'vitest';
import { boundariesOf, evidenceEdge, judgedFrom, literalZone, zonesAt } from './edges';

const policy = (values: PolicyValues = {}) => overlay(DEFAULT_POLICY, values);
const PLAIN = policy({ evidence: { dispersion: 1, alpha: 0.01 }, drop: { action: 'off' } });

describe('the edge of the evidence', () => {
  test.each([8, 12, 20])('reaches 1/α exactly on it, with %i due', (due) => {
    const edge = evidenceEdge(due, PLAIN) ?? 0;
    expect(edge).toBeGreaterThan(0);
    expect(edge).toBeLessThan(0.5);
    expect(logEvidence(edge * due, due)).toBeCloseTo(Math.log(100), 6);
  });

  test('begins where a variant without interactions can be judged', () => {
    const begin = judgedFrom(PLAIN) ?? 0;
    expect(evidenceEdge(begin * 0.999, PLAIN)).toBeNull();
    expect(evidenceEdge(begin * 1.001, PLAIN)).toBeCloseTo(0, 3);
  });

  test('rises with what is due, up to the kill threshold', () => {
    const edges = [10, 15, 30, 60, 1_000].map((due) => evidenceEdge(due, PLAIN) ?? 0);
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    expect(edges.at(-1)).toBe(0.5);
  });

  test('comes later where drops share the error, and with several reactions a viewer', () => {
    const whole = judgedFrom(PLAIN) ?? 0;
    expect(judgedFrom(policy({ evidence: { dispersion: 1, alpha: 0.01 } }))).toBeGreaterThan(whole);
    const twice = policy({ evidence: { dispersion: 2, alpha: 0.01 }, drop: { action: 'off' } });
    expect(judgedFrom(twice)).toBeCloseTo(2 * whole, 9);
  });

  test('is nowhere with the rule off', () => {
    const off = policy({ evidence: { enabled: false } });
    expect([judgedFrom(off), evidenceEdge(1_000, off)]).toEqual([null, null]);
  });
});

test('the literal zone lies between its interactions and the threshold', () => {
  expect(literalZone(19, PLAIN)).toBeNull();
  expect(literalZone(40, PLAIN)).toEqual([0.25, 0.5]);
  expect(literalZone(40, policy({ belowThreshold: { enabled: false } }))).toBeNull();
  expect(literalZone(40, policy({ killRatio: 0.4, evidence: { healthyRatio: 0.8 } }))).toEqual([0.25, 0.5]);
});

describe('boundariesOf', () => {
  const boundaries = boundariesOf(PLAIN, { low: 0.5, high: 200 });

  test('covers the range in order, with the places where each zone begins', () => {
    const due = boundaries.map((boundary) => boundary.due);
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    expect([due[0], due.at(-1)]).toEqual([0.5, expect.closeTo(200, 6)]);
    expect(due).toContain(20);
    expect(due).toContain(judgedFrom(PLAIN));
  });

  test('leaves out what begins beyond the range', () => {
    expect(boundariesOf(PLAIN, { low: 0.5, high: 5 }).every(({ evidence }) => evidence === null)).toBe(true);
  });
});

test.each([
  [4, 0, false, false],
  [12, 0, true, false],
  [12, 6, false, false],
  [40, 15, true, true],
  [40, 19.9, false, true],
  [40, 20, false, false],
  [1_000, 499, true, true],
  [1_000, 500, false, false],
  [0, 0, false, false],
])('with %d due, %d interactions are in the zone of evidence: %s, of the literal rule: %s', (...row) => {
  const [due, came, evidence, literal] = row;
  expect(zonesAt(due, came, PLAIN)).toEqual({ evidence, literal });
});
