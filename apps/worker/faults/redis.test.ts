import { createGateway, findRedis, type Gateway, type RedisServer, startRedis } from '@cull/servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aScenario, playFault } from '../test/scenario';
import { openSource, type Source } from '../test/source';

let source: Source;
beforeAll(async () => {
  source = await openSource();
});
afterAll(() => source.close());

const follow = (server: RedisServer, leader: RedisServer) =>
  server.tell(`REPLICAOF 127.0.0.1 ${new URL(leader.url).port}`);

interface Servers {
  readonly first: RedisServer;
  /** Follows the first one. */
  readonly second: RedisServer;
  /** Leads to the first one. */
  readonly gateway: Gateway;
}

const FAULTS: Readonly<Record<string, (servers: Servers) => Promise<unknown>>> = {
  'loses everything': ({ first }) => first.tell('FLUSHALL'),
  'fails over, and the old primary refuses writes': async ({ first, second, gateway }) => {
    gateway.leadTo(second.url);
    await second.tell('REPLICAOF NO ONE');
    await follow(first, second);
  },
  'swallows all packets, and another one is there': async ({ second, gateway }) => {
    await second.tell('REPLICAOF NO ONE');
    gateway.leadTo(second.url);
    gateway.swallow();
  },
};

describe.skipIf((await findRedis()) === null)('Redis', () => {
  it.for(Object.entries(FAULTS))('%s', async ([what, fault], context) => {
    const [first, second] = [await startRedis(), await startRedis()];
    if (first === null || second === null) throw new Error('redis-server is gone since it was found');
    context.onTestFinished(async () => void (await Promise.all([first.close(), second.close()])));
    const gateway = await createGateway(first.url);
    await gateway.open();
    context.onTestFinished(() => gateway.close());
    await follow(second, first);
    const scenario = await aScenario(context, source, { variables: { REDIS_URL: gateway.url } });
    const worker = await scenario.worker();
    await playFault(scenario, `Redis ${what}`, [worker], () => fault({ first, second, gateway }));
    expect(await worker.end('SIGTERM')).toBe(0);
  });
});
