import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { freePort } from '@cull/servers';

/** A way to a server that can be closed and opened again. */
export interface Gateway {
  /** The server's address, through the gateway. */
  readonly url: string;
  open(): Promise<void>;
  /** Ends what is connected, and refuses what comes. */
  close(): Promise<void>;
}

/** A closed way to the server of an address, on a port of its own. */
export async function createGateway(serverUrl: string): Promise<Gateway> {
  const target = new URL(serverUrl);
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
  };
}
