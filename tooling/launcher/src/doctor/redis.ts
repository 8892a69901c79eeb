import { readRedisFacts } from '@cull/queue';
import { type Finding, fail, ok, reasonOf, warn } from './finding';

const OLDEST = [6, 2] as const;
const FULL = 0.9;

/** Looks at the queue's server: version, eviction policy, append-only file, memory. */
export async function checkRedis(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return [ok('queue', 'on PostgreSQL, since REDIS_URL is not set')];
  const place = new URL(url).host;
  try {
    const { version, evictionPolicy, isAppendOnly, memoryUsed } = await readRedisFacts(url);
    const findings: Finding[] = [];
    if (isOld(version))
      findings.push(
        fail('Redis', `${place} is version ${version}`, `use version ${OLDEST.join('.')} or newer`),
      );
    if (evictionPolicy !== null && evictionPolicy !== 'noeviction')
      findings.push(
        fail(
          'Redis',
          `maxmemory-policy is ${evictionPolicy}: jobs may be dropped`,
          'set maxmemory-policy noeviction',
        ),
      );
    if (isAppendOnly === false)
      findings.push(
        warn('Redis', 'writes are not kept in a file', 'set appendonly yes, so that a restart loses no jobs'),
      );
    if (memoryUsed !== null && memoryUsed > FULL)
      findings.push(
        warn(
          'Redis',
          `${Math.round(memoryUsed * 100)}% of its memory is used`,
          'give it more: at 100% it refuses jobs',
        ),
      );
    return findings.length === 0 ? [ok('Redis', `version ${version} at ${place}`)] : findings;
  } catch (error) {
    return [
      fail(
        'Redis',
        `${place} doesn't answer: ${reasonOf(error)}`,
        'check that it runs and can be reached from here, and its password',
      ),
    ];
  }
}

function isOld(version: string | null): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return version !== null && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]));
}
