import type { AuditFilter, AuditRow } from '@cull/db';
import { z } from 'zod';
import type { auditEntryOutput, auditFilter } from './schemas/audit';
import { toIso } from './schemas/common';

/** The filter as the database takes it. */
export function toAuditFilter({ since, until, ...words }: z.output<typeof auditFilter>): AuditFilter {
  return {
    ...words,
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
}

const storedInput = z.record(z.string(), z.unknown());

/** An entry of the audit trail as the API shows it. */
export function presentAuditEntry({ id, at, input, ...entry }: AuditRow): z.output<typeof auditEntryOutput> {
  return { entryId: id.toString(), at: toIso(at.getTime()), ...entry, input: storedInput.parse(input) };
}
