import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AuditFilter, type AuditRow, type Database, listAuditEntries } from '@cull/db';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { may } from './access';
import { actorOf, type Services } from './context';
import { sendJson } from './http';
import { presentAuditEntry, toAuditFilter } from './present-audit';
import { auditFilter } from './schemas/audit';
import { describeIssues } from './trpc';

export const AUDIT_EXPORT_PATH = '/api/audit';

const PAGE = 500;

const querySchema = auditFilter.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

const COLUMNS = [
  'entryId',
  'at',
  'actor',
  'action',
  'target',
  'reason',
  'result',
  'message',
  'address',
  'userAgent',
  'input',
] as const;

/** Answers with the whole audit trail, newest first, as CSV or as a line of JSON for each entry, as it is read. */
export async function exportAudit(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, code: string, message: string) =>
    sendJson(response, status, { error: { code, message } });
  const actor = await actorOf(request, services);
  if (actor === null) return refuse(401, 'UNAUTHORIZED', 'needs a valid API key or a signed-in person');
  if (!may(actor, 'admin'))
    return refuse(403, 'FORBIDDEN', `needs the scope admin, which ${actor.name} does not have`);
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  const parsed = querySchema.safeParse(Object.fromEntries(query));
  if (!parsed.success) return refuse(400, 'BAD_REQUEST', describeIssues(parsed.error));
  const { format, ...filter } = parsed.data;
  const rows = Readable.from(everyRow(services.db, toAuditFilter(filter)));
  response.setHeader('content-disposition', `attachment; filename="cull-audit.${format}"`);
  response.setHeader('cache-control', 'no-store');
  if (format === 'csv') {
    response.setHeader('content-type', 'text/csv; charset=utf-8');
    await pipeline(rows.map(toCells), stringify({ header: true, columns: [...COLUMNS], ...SAFE }), response);
  } else {
    response.setHeader('content-type', 'application/x-ndjson');
    await pipeline(
      rows.map((row: AuditRow) => `${JSON.stringify(presentAuditEntry(row))}\n`),
      response,
    );
  }
}

/** A cell that begins like a formula would be run by a spreadsheet. */
const SAFE = { escape_formulas: true };

async function* everyRow(db: Database, filter: AuditFilter): AsyncGenerator<AuditRow> {
  let before: bigint | undefined;
  for (;;) {
    const rows = await listAuditEntries(db, filter, before, PAGE);
    yield* rows;
    before = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

function toCells(row: AuditRow): readonly (string | null)[] {
  const entry = presentAuditEntry(row);
  return COLUMNS.map((column) => (column === 'input' ? JSON.stringify(entry.input) : entry[column]));
}
