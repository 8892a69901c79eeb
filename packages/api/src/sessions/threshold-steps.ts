import { killThreshold, type Policy, type PolicySubject, resolvePolicy, warnThreshold } from '@cull/core';
import type { PolicyVersion } from '@cull/db';

/** The rates that a session was judged by, from an instant on. */
export interface ThresholdStep {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly warn: number;
  readonly kill: number;
  /** What the evidence rule calls healthy. */
  readonly healthy: number;
}

/** The session that is judged. */
export interface Judged extends PolicySubject {
  readonly startedAt: number;
  readonly expectedEngagementRate: number;
  /** What evidence goes by, where the expected rate is an estimate. */
  readonly expectedLow: number | null;
}

/**
 * Returns the thresholds of a session over its time, one step for each change of theirs; overrides change them, and so does
 * their expiry.
 * @param versions Of the overrides that reach it, in the order that they were made.
 * @param until Epoch milliseconds.
 */
export function thresholdSteps(
  versions: readonly PolicyVersion[],
  judged: Judged,
  until: number,
): readonly ThresholdStep[] {
  const { startedAt } = judged;
  const changes = versions.flatMap(({ at, expiresAt }) => (expiresAt === null ? [at] : [at, expiresAt]));
  const instants = [startedAt, ...changes.filter((at) => at > startedAt && at <= until)];
  const steps: ThresholdStep[] = [];
  for (const at of instants.toSorted((one, other) => one - other)) {
    const step = stepOf(judged, resolvePolicy(inForce(versions, at), judged, at).values, at);
    const last = steps.at(-1);
    if (last === undefined || !isSame(last, step)) steps.push(step);
  }
  return steps;
}

/** The newest version of each scope, unless that cleared it. */
function inForce(versions: readonly PolicyVersion[], at: number): readonly PolicyVersion[] {
  const newest = new Map(
    versions
      .filter((version) => version.at <= at)
      .map((version) => [`${version.scopeType} ${version.scopeId}`, version]),
  );
  return [...newest.values()].filter(({ isCleared }) => !isCleared);
}

function stepOf(judged: Judged, policy: Policy, at: number): ThresholdStep {
  return {
    at,
    warn: warnThreshold(judged, policy),
    kill: killThreshold(judged, policy),
    healthy: policy.evidence.healthyRatio * (judged.expectedLow ?? judged.expectedEngagementRate),
  };
}

function isSame(one: ThresholdStep, other: ThresholdStep): boolean {
  return one.warn === other.warn && one.kill === other.kill && one.healthy === other.healthy;
}
