import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { freePort } from './ports';

/** A way to a server that tests close, open, block and lead elsewhere. */
export interface Gateway {
  /** The server's address, through the gateway. */
  readonly url: string;
  open(): Promise<void>;
  /** Ends what is connected, and refuses what comes. */
  close(): Promise<void>;
  /** Leads what connects from now on to another server; what is connected stays where it is. */
  leadTo(serverUrl: string): void;
  /** Swallows from now on what comes through those that are connected, in both directions, and closes none of them. */
  swallow(): void;
}

/** A closed way to the server of an address, on a port of its own. */
export async function createGateway(serverUrl: string): Promise<Gateway> {
  let target = new URL(serverUrl);
  const through = new URL(serverUrl);
  const port = await freePort();
  through.port = String(port);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  return {
    url: through.href,
    open: async () => {
      server = createServer((incoming) => {
        const outgoing = dial(Number(target.port), target.hostname);
        keep(incoming, outgoing);
        keep(outgoing, incoming);
        incoming.pipe(outgoing).pipe(incoming);
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: async () => {
      const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    leadTo: (next) => {
      target = new URL(next);
    },
    swallow: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
  };
}
