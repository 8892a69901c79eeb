import type { AuditFilter, AuditRow } from '@cull/db';
import { z } from 'zod';
import type { auditEntryOutput, auditFilter } from '../schemas/audit';
import { toIso } from '../schemas/common';

const ACTORS = ['user', 'key'];
const TARGETS = [
  'variant',
  'persona',
  'campaign',
  'key',
  'channel',
  'delivery',
  'invitation',
  'user',
  'person',
];

/** The filter as the database takes it. */
export function toAuditFilter(filter: z.output<typeof auditFilter>): AuditFilter {
  const { actor, action, target, since, until } = filter;
  return {
    action,
    ...(actor !== undefined && { actor: namesOf(actor, ACTORS) }),
    ...(target !== undefined && { target: namesOf(target, TARGETS) }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
}

/** A name may be given without the kind that it is kept with. */
function namesOf(name: string, kinds: readonly string[]): string[] {
  return [name, ...kinds.map((kind) => `${kind}:${name}`)];
}

const storedInput = z.record(z.string(), z.unknown());

/** An entry of the audit trail as the API shows it. */
export function presentAuditEntry({ id, at, input, ...entry }: AuditRow): z.output<typeof auditEntryOutput> {
  return { entryId: id.toString(), at: toIso(at.getTime()), ...entry, input: storedInput.parse(input) };
}
