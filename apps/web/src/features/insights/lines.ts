import type { Policy, PolicyValues } from '@cull/core';

/** Where a policy draws its lines, in parts of the expected engagement rate. */
export interface Lines {
  readonly kill: number;
  readonly warn: number;
  readonly healthy: number;
}

/** Lines that a calibration has scaled. */
export interface Scaling {
  readonly factor: number;
  /** As they were before. */
  readonly base: Lines;
}

/** No override can put a line higher. */
const HIGHEST = 1;

export function linesOf({ killRatio, warnRatio, evidence }: Policy): Lines {
  return { kill: killRatio, warn: warnRatio, healthy: evidence.healthyRatio };
}

/** The values that draw these lines. */
export function valuesOf({ kill, warn, healthy }: Lines): PolicyValues {
  return { killRatio: kill, warnRatio: warn, evidence: { healthyRatio: healthy } };
}

/**
 * The lines that treat variants as if the expected rates were multiplied by the factor. The warn threshold and the healthy line
 * end at 1: there the one warns of less, and the other asks for more proof, than would be meant.
 * @returns Null where no override can say it: the kill threshold would not be below 1.
 */
export function scaledLines({ base, factor }: Scaling): Lines | null {
  const kill = rounded(base.kill * factor);
  const healthy = Math.min(HIGHEST, rounded(base.healthy * factor));
  if (kill === 0 || kill >= healthy) return null;
  return { kill, warn: Math.min(HIGHEST, rounded(base.warn * factor)), healthy };
}

/** Whether a line would have to be higher than any can be. */
export function isCapped({ base: { warn, healthy }, factor }: Scaling): boolean {
  return Math.max(warn, healthy) * factor > HIGHEST;
}

/** What a calibration leaves in the override's note, so that the next one begins from the same lines. */
export function scalingNote({ factor, base: { kill, warn, healthy } }: Scaling): string {
  return `Calibration by ${rounded(factor)}, from kill ${kill}, warn ${warn}, healthy ${healthy}.`;
}

const NOTE = /Calibration by ([\d.]+), from kill ([\d.]+), warn ([\d.]+), healthy ([\d.]+)\./;

/** One version of an override. */
interface Version {
  readonly values: PolicyValues;
  readonly note: string;
}

/**
 * The calibration that the lines of an override come from; null where a person has set them, or a calibration was taken
 * back.
 * @param versions Of the override, newest first; other values may have been changed since.
 */
export function scalingInForce(own: PolicyValues, versions: readonly Version[]): Scaling | null {
  for (const { values, note } of versions) {
    const scaling = isSame(own, values) ? readNote(note) : null;
    if (scaling !== null) return scaling.factor === 1 ? null : scaling;
  }
  return null;
}

/** What a calibration says, as far as a scaling is compared with it. */
interface Calibrated {
  /** Realized over expected; null where not enough data. */
  readonly factor: { readonly low: number; readonly high: number } | null;
  /** Null where there is a reason to wait, which is not that the expectations are right. */
  readonly suggestedFactor: number | null;
}

/** Returns whether an active scaling stays: it may well be right, or nothing better is known. */
export function stands(
  { factor }: Pick<Scaling, 'factor'>,
  { factor: estimate, suggestedFactor }: Calibrated,
): boolean {
  if (estimate === null || (estimate.low <= factor && factor <= estimate.high)) return true;
  if (suggestedFactor !== null) return rounded(suggestedFactor) === factor;
  return estimate.low > 1 || estimate.high < 1;
}

/** Whether an override draws any of the lines itself. */
export function drawsLines({ killRatio, warnRatio, evidence }: PolicyValues): boolean {
  return [killRatio, warnRatio, evidence?.healthyRatio].some((ratio) => ratio !== undefined);
}

function isSame(one: PolicyValues, other: PolicyValues): boolean {
  return (
    one.killRatio === other.killRatio &&
    one.warnRatio === other.warnRatio &&
    one.evidence?.healthyRatio === other.evidence?.healthyRatio
  );
}

function readNote(note: string): Scaling | null {
  const [factor, kill, warn, healthy] = NOTE.exec(note)?.slice(1).map(Number) ?? [];
  if (factor === undefined || kill === undefined || warn === undefined || healthy === undefined) return null;
  return { factor, base: { kill, warn, healthy } };
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
