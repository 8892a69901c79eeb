import { listAuditEntries } from '@cull/db';
import { presentAuditEntry, toAuditFilter } from '../access/present-audit';
import { auditInput, auditOutput } from '../schemas/audit';
import { procedureFor, router } from '../trpc';

/** Who did what, when, to what, from where and why. */
export const auditRouter = router({
  list: procedureFor('admin')
    .input(auditInput)
    .output(auditOutput)
    .query(async ({ ctx: { services }, input: { cursor, limit, ...filter } }) => {
      const before = cursor === undefined ? undefined : BigInt(cursor);
      const rows = await listAuditEntries(services.db, toAuditFilter(filter), before, limit);
      return {
        items: rows.map(presentAuditEntry),
        nextCursor: rows.length === limit ? (rows.at(-1)?.id.toString() ?? null) : null,
      };
    }),
});
