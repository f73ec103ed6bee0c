import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What one client may take of a server that everybody can reach. */
export interface ClientLimits {
  /** Connections of one address at the same time. */
  connections: number;
  /** For the head of a request, ms. */
  headMs: number;
  /** Without a byte in either direction, ms. */
  idleMs: number;
}

/** A device loads one file after the other, dnf in Anaconda up to ten at once, and several may be behind one address. */
export const usualLimits: ClientLimits = { connections: 64, headMs: 15_000, idleMs: 60_000 };

const busy = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Ends connections of a server that are too many for their client, or on which nothing happens. */
export function limitClients(
  server: Server,
  { connections, headMs, idleMs }: ClientLimits,
  onRefused: (socket: Socket, status: number) => void,
): void {
  server.headersTimeout = headMs;
  server.requestTimeout = headMs;
  // Node ends a socket on which nothing goes on, one whose reader has stopped reading too.
  server.timeout = idleMs;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const client = socket.remoteAddress ?? '';
    const count = (open.get(client) ?? 0) + 1;
    open.set(client, count);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) open.delete(client);
      else open.set(client, left);
    });
    if (count <= connections) return;
    onRefused(socket, 503);
    socket.end(busy, () => socket.destroy());
  });
}
