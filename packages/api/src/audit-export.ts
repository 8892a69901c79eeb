import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AuditFilter, type AuditRow, type Database, listAuditEntries } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { contextOf, type Services } from './context';
import { presentAuditEntry, toAuditFilter } from './present-audit';
import { sendError } from './rest/send-error';
import { auditFilter } from './schemas/audit';
import { describeIssues, withScope } from './trpc';

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
  let query: z.output<typeof querySchema>;
  try {
    withScope((await contextOf(request, response, services, 1)).actor, 'admin');
    query = queryOf(request);
  } catch (thrown) {
    return sendError(response, thrown, services.log);
  }
  const { format, ...filter } = query;
  const rows = Readable.from(everyRow(services.db, toAuditFilter(filter)));
  const { type, stages } = FORMATS[format];
  response.writeHead(200, {
    'content-type': type,
    'content-disposition': `attachment; filename="cull-audit.${format}"`,
    'cache-control': 'no-store',
  });
  await pipeline([...stages(rows), response]);
}

function queryOf({ url = '' }: IncomingMessage): z.output<typeof querySchema> {
  const parsed = querySchema.safeParse(Object.fromEntries(new URLSearchParams(url.split('?')[1])));
  if (parsed.success) return parsed.data;
  throw new TRPCError({ code: 'BAD_REQUEST', message: describeIssues(parsed.error) });
}

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    stages: (rows: Readable) => [
      rows.map(toCells),
      stringify({ header: true, columns: [...COLUMNS], ...SAFE }),
    ],
  },
  ndjson: {
    type: 'application/x-ndjson',
    stages: (rows: Readable) => [rows.map((row: AuditRow) => `${JSON.stringify(presentAuditEntry(row))}\n`)],
  },
} as const;

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
