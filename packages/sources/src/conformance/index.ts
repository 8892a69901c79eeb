import { type ConformanceCheck, prepare } from './check';
import { clientChecks } from './checks/client';
import { faultChecks } from './checks/faults';
import { readingChecks } from './checks/readings';
import { readOnlyChecks, removalChecks } from './checks/removal';
import type { ConformanceSubject } from './subject';

export type { ConformanceCheck } from './check';
export type { ConformancePost, ConformanceSubject, LookAlike } from './subject';

/**
 * Everything that Cull relies on in an adapter, as checks for any test runner: each is run by itself, with a server of its own.
 *
 * @param canRemove Whether the adapter can remove posts, as its `capabilities` say.
 */
export function conformanceChecks(
  subject: ConformanceSubject,
  { canRemove }: { readonly canRemove: boolean },
): readonly ConformanceCheck[] {
  const checks = [
    ...clientChecks,
    ...readingChecks,
    ...faultChecks,
    ...(canRemove ? removalChecks : readOnlyChecks),
  ];
  return checks.map((check) => prepare(subject, check));
}
