import { type Database, openDatabase, readNewestSessions } from '@cull/db';
import { postAll } from './load';
import { type Summary, summarize } from './percentiles';
import { printTable } from './table';
import { withCull } from './with-cull';

const VARIANTS = 1_000;
const READS = 4_000;
const WARM_UP = 1_000;
/** As many as the API brings together when it is busy. */
const TOGETHER = 25;

/** What one read costs this process through Prisma and through `pg`: a session with its kill steps and their deliveries. */
export function layers(): Promise<void> {
  return withCull(async ({ url, databaseUrl }) => {
    const ids = await postAll(url, 'variant', VARIANTS);
    const db = openDatabase({
      url: databaseUrl,
      applicationName: 'cull-bench',
      maxConnections: 4,
      onError: (error) => process.stderr.write(`  ${error.message}\n`),
    });
    const idOf = (number: number) => ids[number % VARIANTS] ?? '';
    const rows: Record<string, Summary> = {
      'through Prisma': await measure('through Prisma', 1, (number) => readByPrisma(db, idOf(number))),
      'through pg': await measure('through pg', 1, (number) => readNewestSessions(db.pool, [idOf(number)])),
      [`through pg, ${TOGETHER} together`]: await measure('through pg, together', TOGETHER, (number) =>
        readNewestSessions(
          db.pool,
          Array.from({ length: TOGETHER }, (_, index) => idOf(number * TOGETHER + index)),
        ),
      ),
    };
    await db.close();
    printTable('ms a statement', rows);
  });
}

async function measure(
  name: string,
  sessions: number,
  read: (number: number) => Promise<unknown>,
): Promise<Summary> {
  for (let number = 0; number < WARM_UP; number += 1) await read(number);
  const durations: number[] = [];
  const before = process.cpuUsage();
  for (let number = 0; number < READS; number += 1) {
    const begin = performance.now();
    await read(number);
    durations.push(performance.now() - begin);
  }
  const { user, system } = process.cpuUsage(before);
  const cost = (user + system) / (READS * sessions);
  process.stdout.write(`  ${name}: ${cost.toFixed(0)} µs of this process a session\n`);
  return summarize(durations);
}

function readByPrisma({ prisma }: Database, variantId: string) {
  return prisma.variantMonitoring.findFirst({
    where: { variantId },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'asc' }],
    include: {
      killSteps: { orderBy: { kind: 'asc' } },
      deliveries: {
        where: { eventType: 'variant.killed' },
        select: { state: true, attempts: true, error: true, channel: { select: { name: true } } },
        orderBy: { id: 'asc' },
      },
    },
  });
}
