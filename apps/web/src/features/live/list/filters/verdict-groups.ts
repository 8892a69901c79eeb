import type { LiveVerdict } from '@cull/core';

/** What live variants are told apart by, in the order that the filters stand in. */
export const VERDICT_GROUPS = [
  { group: 'at_risk', label: 'At risk', verdicts: ['at_risk'] },
  { group: 'warned', label: 'Warned', verdicts: ['warned', 'went_bad'] },
  { group: 'needs_you', label: 'Needs you', verdicts: ['needs_approval', 'blocked'] },
  { group: 'protected', label: 'Protected', verdicts: ['protected'] },
  { group: 'no_data', label: 'No data', verdicts: ['no_data', 'bad_data'] },
  { group: 'healthy', label: 'Healthy', verdicts: ['healthy'] },
  { group: 'too_early', label: 'Too early', verdicts: ['too_early'] },
] as const satisfies readonly { group: string; label: string; verdicts: readonly LiveVerdict[] }[];
export type VerdictGroup = (typeof VERDICT_GROUPS)[number]['group'];

const GROUP_OF: ReadonlyMap<string, VerdictGroup> = new Map(
  VERDICT_GROUPS.flatMap(({ group, verdicts }) => verdicts.map((verdict) => [verdict, group])),
);

/** Returns the group of a verdict; null for one that is no live variant's. */
export function groupOf(verdict: string): VerdictGroup | null {
  return GROUP_OF.get(verdict) ?? null;
}

/** Returns a group by its name; null for any other text. */
export function toVerdictGroup(name: string): VerdictGroup | null {
  return VERDICT_GROUPS.find(({ group }) => group === name)?.group ?? null;
}

/** Counts verdicts by their group. */
export function countGroups(verdicts: readonly string[]): ReadonlyMap<VerdictGroup, number> {
  const counts = new Map<VerdictGroup, number>();
  for (const verdict of verdicts) {
    const group = groupOf(verdict);
    if (group !== null) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
