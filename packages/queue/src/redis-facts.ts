import { Redis } from 'ioredis';

/** How a Redis server is set up; what it does not tell is null. */
export interface RedisFacts {
  readonly version: string | null;
  readonly evictionPolicy: string | null;
  /** Whether every write is kept in the append-only file. */
  readonly isAppendOnly: boolean | null;
  /** Used memory as a share of its limit; null without a limit. */
  readonly memoryUsed: number | null;
}

const WITHIN_MS = 5_000;

/**
 * Asks a Redis server how it is set up, on a connection of its own.
 * @throws Where it does not answer within 5 s, or refuses.
 */
export async function readRedisFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: WITHIN_MS,
    socketTimeout: WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The cause: what rejects says only that the connection is closed.
  let cause: Error | undefined;
  redis.on('error', (error) => {
    cause ??= error;
  });
  try {
    await redis.connect();
    return factsOf(await redis.info());
  } catch (error) {
    throw cause ?? error;
  } finally {
    redis.disconnect();
  }
}

function factsOf(info: string): RedisFacts {
  const value = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
  const limit = Number(value('maxmemory') ?? 0);
  const aof = value('aof_enabled');
  return {
    version: value('redis_version'),
    evictionPolicy: value('maxmemory_policy'),
    isAppendOnly: aof === null ? null : aof === '1',
    memoryUsed: limit > 0 ? Number(value('used_memory') ?? 0) / limit : null,
  };
}
