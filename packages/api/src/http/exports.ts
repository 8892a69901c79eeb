import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DecisionRow, listAuditEntries, listDecisions, openAuditEntry } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import type { AccessScope } from '../access/access';
import { presentAuditEntry, toAuditFilter } from '../access/present-audit';
import { contextOf, type Services } from '../context';
import { presentDecision, readFigures, toDecisionFilter } from '../present/present';
import { sendError } from '../rest/send-error';
import { auditFilter } from '../schemas/audit';
import { decisionsFilter } from '../schemas/decisions';
import type { Origin } from '../sign-in/access-events';
import { describeIssues, withScope } from '../trpc';

const PAGE = 500;
/** A reader who takes nothing for so long is cut off. */
const STALLED_AFTER_MS = 60_000;

type Row = Readonly<Record<string, unknown>>;
type Columns = readonly [string, ...string[]];

/** Something that is exported whole, as it is read. */
interface Export {
  readonly file: string;
  readonly scope: AccessScope;
  /** Whether the audit trail keeps who took it away. */
  readonly isRecorded: boolean;
  readonly columns: Columns;
  /** @throws TRPCError where the query asks for something that there is not. */
  read(services: Services, query: URLSearchParams): { format: Format; rows: AsyncGenerator<Row> };
}

const EXPORTS: Readonly<Record<string, Export>> = {
  '/api/audit': {
    file: 'cull-audit',
    scope: 'admin',
    isRecorded: true,
    columns: [
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
    ],
    read: ({ reading: db }, query) => {
      const { format, ...filter } = parse(auditFilter.extend({ format: formatSchema }), query);
      const chosen = toAuditFilter(filter);
      const page = (last?: { id: bigint }) => listAuditEntries(db, chosen, last?.id, PAGE);
      return { format, rows: everyRow(page, presentAuditEntry) };
    },
  },
  '/api/decisions': {
    file: 'cull-decisions',
    scope: 'read',
    isRecorded: false,
    columns: [
      'decisionId',
      'decidedAt',
      'outcome',
      'reason',
      'holdCause',
      'variantId',
      'personaId',
      'campaignId',
      'monitoringId',
      'text',
      'actor',
      'note',
      'policyVersion',
      'observedAt',
      'views',
      'interactions',
      'interactionsDue',
      'engagementRate',
      'expectedEngagementRate',
      'killThreshold',
      'timeOutVerdict',
      'checkedLessOften',
    ],
    read: ({ reading: db }, query) => {
      const { format, ...filter } = parse(decisionsFilter.extend({ format: formatSchema }), query);
      const chosen = toDecisionFilter(filter);
      const page = (last?: { id: string }) => listDecisions(db, chosen, last?.id, PAGE);
      return { format, rows: everyRow(page, toDecisionRow) };
    },
  },
};

/** What a time-out means is told apart for spreadsheets, which have no nested values. */
function toDecisionRow(stored: DecisionRow): Row {
  const { timeOut, ...decision } = presentDecision(stored);
  const { wentBadAt: _, ...figures } = readFigures(stored.explanation);
  return {
    ...decision,
    ...figures,
    timeOutVerdict: timeOut?.verdict ?? null,
    checkedLessOften: timeOut?.checkedLessOften ?? null,
  };
}

/** Whether there is something to export at this path. */
export function isExport(path: string): boolean {
  return path in EXPORTS;
}

/** Answers with all of it, newest first, as CSV or as a line of JSON for each entry, as it is read. */
export async function sendExport(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const found = EXPORTS[path];
  if (found === undefined) throw new Error(`there is no export at ${path}`);
  const { file, scope, isRecorded, columns, read } = found;
  try {
    const { actor, origin } = await contextOf(request, services, 1);
    const { name } = withScope(actor, scope);
    const query = new URLSearchParams(request.url?.split('?')[1]);
    const { format, rows } = read(services, query);
    if (isRecorded) await recordExport(services, { ...origin, actor: name, query });
    const { type, stages } = FORMATS[format];
    await services.turns.exports.run(name, async () => {
      response.setTimeout(STALLED_AFTER_MS, () => response.destroy());
      response.writeHead(200, {
        'content-type': type,
        'content-disposition': `attachment; filename="${file}.${format}"`,
        'cache-control': 'no-store',
      });
      await pipeline([...stages(Readable.from(rows), columns), response]);
    });
  } catch (thrown) {
    // What has begun can only be broken off.
    if (response.headersSent) throw thrown;
    sendError(response, thrown, services.log);
  }
}

interface TakenExport extends Origin {
  readonly actor: string;
  readonly query: URLSearchParams;
}

async function recordExport({ db, now }: Services, { query, ...who }: TakenExport): Promise<void> {
  const what = { action: 'audit.export', target: null, reason: null, input: Object.fromEntries(query) };
  await openAuditEntry(db, { at: now(), ...who, ...what }, { result: 'ok', message: null });
}

const formatSchema = z.enum(['csv', 'ndjson']).default('csv');
type Format = z.output<typeof formatSchema>;

/** A cell that begins like a formula would be run by a spreadsheet. */
const SAFE = { escape_formulas: true };

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    stages: (rows: Readable, columns: Columns) => [
      rows.map((row: Row) => columns.map((column) => toCell(row[column]))),
      stringify({ header: true, columns: [...columns], ...SAFE }),
    ],
  },
  ndjson: {
    type: 'application/x-ndjson',
    stages: (rows: Readable) => [rows.map((row: Row) => `${JSON.stringify(row)}\n`)],
  },
} as const;

function toCell(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function parse<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.output<Schema> {
  const names = [...query.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TRPCError({ code: 'BAD_REQUEST', message: `${twice}: must appear only once` });
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (parsed.success) return parsed.data;
  throw new TRPCError({ code: 'BAD_REQUEST', message: describeIssues(parsed.error) });
}

async function* everyRow<Stored>(
  readPage: (last: Stored | undefined) => Promise<readonly Stored[]>,
  present: (row: Stored) => Row,
): AsyncGenerator<Row> {
  let last: Stored | undefined;
  for (;;) {
    const rows = await readPage(last);
    yield* rows.map(present);
    last = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}
