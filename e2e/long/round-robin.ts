import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const HEALTH_EVERY_MS = 500;
const HEALTH_WITHIN_MS = 2_000;

/** A load balancer as plain as there can be: takes turns among those that are ready, and tries nothing again. */
export interface RoundRobin {
  readonly url: string;
  /** The ports that requests are passed on to at the moment. */
  ready(): readonly number[];
  /** Requests that it could not pass on, or whose answer broke off before its end; streams are not counted. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

export async function startRoundRobin(port: number, upstreams: readonly number[]): Promise<RoundRobin> {
  // As load balancers do, it keeps connections and uses them again.
  const agent = new Agent({ keepAlive: true });
  const failures: string[] = [];
  const closing = new AbortController();
  let ready: readonly number[] = upstreams;
  let turn = 0;

  const check = async (upstream: number) => {
    const signal = AbortSignal.timeout(HEALTH_WITHIN_MS);
    try {
      return (await fetch(`http://127.0.0.1:${upstream}/readyz`, { signal })).ok;
    } catch {
      // A slow answer says nothing; a connection that is refused does.
      return signal.aborted && ready.includes(upstream);
    }
  };
  const watch = async () => {
    while (!closing.signal.aborted) {
      const states = await Promise.all(upstreams.map(check));
      ready = upstreams.filter((_, index) => states[index]);
      await pause(HEALTH_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const watching = watch();

  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    turn += 1;
    const upstream = ready[turn % ready.length];
    const isStream = incoming.headers.accept?.includes('text/event-stream') === true;
    const fail = (why: string) => {
      if (!isStream) failures.push(`${incoming.method} ${incoming.url} at ${upstream}: ${why}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    };
    if (upstream === undefined) return fail('nobody is ready');
    const { method, url: path, headers } = incoming;
    const outgoing = request(
      { host: '127.0.0.1', port: upstream, method, path, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once('error', ({ message }) => fail(message));
      },
    );
    outgoing.once('error', ({ message }) => fail(message));
    response.once('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer(pass).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    ready: () => ready,
    failures,
    close: async () => {
      closing.abort();
      await watching;
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
