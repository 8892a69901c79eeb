import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGuarded } from './guarded';
import { freePort } from './ports';
import { findProgram } from './programs';

/** A Redis server that this process owns. */
export interface RedisServer {
  readonly url: string;
  /** Has the server carry a command out, and waits for its answer. */
  tell(command: string): Promise<void>;
  /** Ends the server; safe to call twice. */
  close(): Promise<void>;
}

/** Looks for `redis-server`; null where there is none. */
export const findRedis = (): Promise<string | null> => findProgram('redis-server');

/**
 * Starts an empty Redis that keeps nothing on disk, on 127.0.0.1. It ends with this process.
 * @param wantedPort A free one where it is left out.
 * @returns The server, or null where no `redis-server` can be found.
 * @throws With the last lines of its log when it does not start.
 */
export async function startRedis(wantedPort?: number): Promise<RedisServer | null> {
  const command = await findRedis();
  if (command === null) return null;
  const port = wantedPort ?? (await freePort());
  const cwd = await mkdtemp(join(tmpdir(), 'cull-redis-'));
  const lines: string[] = [];
  const guarded = await new Promise<ReturnType<typeof runGuarded> | undefined>((settle) => {
    const server = runGuarded(
      {
        command,
        args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...POLICY],
        cwd,
        env: { PATH: process.env['PATH'] },
        account: undefined,
        stopSignal: 'SIGTERM',
        killSignal: 'SIGKILL',
        graceMs: 5_000,
        removeAfter: cwd,
      },
      (line) => {
        lines.push(line);
        if (line.includes('Ready to accept connections')) settle(server);
      },
    );
    void server.exited.then(() => settle(undefined));
  });
  if (!guarded) throw new Error(`redis-server did not start:\n${lines.slice(-20).join('\n')}`);
  return {
    url: `redis://127.0.0.1:${port}`,
    tell: (inline) => tell(port, inline),
    close: () => guarded.stop(),
  };
}

/** @throws With the server's words where it refuses. */
async function tell(port: number, command: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    // A command on a line of its own is Redis's protocol for people.
    socket.write(`${command}\r\n`);
    const [answer]: unknown[] = await once(socket, 'data');
    const text = String(answer);
    if (text.startsWith('-')) throw new Error(`Redis refuses ${command}: ${text.slice(1).trim()}`);
  } finally {
    socket.destroy();
  }
}

/** BullMQ needs every key that it wrote to stay. */
const POLICY = ['--maxmemory-policy', 'noeviction'];
