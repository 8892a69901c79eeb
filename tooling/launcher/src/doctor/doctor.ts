import type { Variables } from '../variables';
import { checkAccounts, checkSource } from './accounts';
import { checkConfiguration } from './configuration';
import { checkDisk } from './disk';
import type { Finding } from './finding';
import { ok, warn } from './finding';
import { checkPostgres } from './postgres';
import { checkRedis } from './redis';

/** Node.js 20 gets no security fixes since April 2026. */
const MAINTAINED_NODE = 22;

export interface DoctorOptions {
  /** Whether the database may not be migrated yet. */
  readonly mayBeUnmigrated: boolean;
  readonly nodeVersion: string;
  readonly now: () => number;
}

/** Looks at everything that Cull needs, changes nothing, and says what to do. */
export async function examine(given: Variables, options: DoctorOptions): Promise<readonly Finding[]> {
  const node = checkNode(options.nodeVersion);
  if (given['DATABASE_URL'] === undefined) {
    const embedded = ok('configuration', 'DATABASE_URL is not set: npm start brings a PostgreSQL of its own');
    return [node, embedded, await checkDisk(given['CULL_DATA_DIR'] ?? '.cull')];
  }
  const { findings, configuration } = checkConfiguration(given);
  if (configuration === null) return [node, ...findings];
  const [postgres, redis, source] = await Promise.all([
    checkPostgres(configuration, options.mayBeUnmigrated),
    checkRedis(configuration.REDIS_URL),
    checkSource(configuration.THREADS_API_URL),
  ]);
  const isUsable = postgres.some(({ subject, level }) => subject === 'schema' && level === 'ok');
  const accounts = isUsable ? await checkAccounts(configuration, options.now()) : [];
  return [node, ...findings, ...postgres, ...redis, ...source, ...accounts];
}

function checkNode(version: string): Finding {
  return Number.parseInt(version, 10) < MAINTAINED_NODE
    ? warn('Node.js', `version ${version} gets no security fixes`, `use version ${MAINTAINED_NODE} or newer`)
    : ok('Node.js', `version ${version}`);
}

/** Returns the findings as lines, what to do below each. */
export function report(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ level, subject, says, advice }) =>
        `${level.padEnd(5)} ${subject}: ${says}${advice ? `\n      → ${advice}` : ''}`,
    )
    .join('\n');
}
