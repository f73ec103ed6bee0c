import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy on loopback. */
export interface LoopbackProxy {
  /** `127.0.0.1:PORT` */
  host: string;
  /** What it was asked for, in order: `GET http://a.example/x`, `CONNECT a.example:443`. */
  asked: string[];
}

export interface LoopbackProxyOptions {
  /** Where the hosts really are, `127.0.0.1:PORT` by `HOST:PORT`: what a proxy's own name server would tell it. */
  hosts?: Readonly<Record<string, string>>;
  /** Refuses everything with this status. */
  refuses?: number;
  /** Hangs up on everybody who asks for a tunnel. */
  hangsUp?: boolean;
  /** `USER:PASSWORD` that it asks for. */
  asksFor?: string;
}

/** Starts a proxy that passes on plain requests and tunnels, until the test is over. */
export async function loopbackProxy(
  t: { after(undo: () => void): void },
  { hosts = {}, refuses, hangsUp = false, asksFor }: LoopbackProxyOptions = {},
): Promise<LoopbackProxy> {
  const asked: string[] = [];
  const credentials = asksFor === undefined ? undefined : `Basic ${Buffer.from(asksFor).toString('base64')}`;
  const statusFor = (asking: IncomingMessage) =>
    credentials !== undefined && asking.headers['proxy-authorization'] !== credentials ? 407 : refuses;
  const placeOf = (host: string) => {
    const [name = '', port = ''] = (hosts[host] ?? host).split(':');
    return { host: name, port: Number(port) };
  };
  const server = createServer((asking: IncomingMessage, answer: ServerResponse) => {
    asked.push(`${asking.method} ${asking.url}`);
    const status = statusFor(asking);
    if (status !== undefined || !URL.canParse(asking.url ?? '')) {
      answer.writeHead(status ?? 400).end();
      return;
    }
    const url = new URL(asking.url as string);
    const passed = request(
      {
        ...placeOf(`${url.hostname}:${url.port || 80}`),
        method: asking.method,
        path: `${url.pathname}${url.search}`,
        headers: asking.headers,
      },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    passed.on('error', () => answer.writeHead(502).end());
    asking.pipe(passed);
  });
  const tunnels = new Set<Socket>();
  server.on('connect', (asking: IncomingMessage, client: Socket) => {
    asked.push(`CONNECT ${asking.url}`);
    tunnels.add(client.on('error', () => {}));
    const status = statusFor(asking);
    if (hangsUp) {
      client.destroy();
      return;
    }
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const behind = connect(placeOf(asking.url ?? ''), () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.pipe(client).pipe(behind);
    });
    tunnels.add(behind.on('error', () => client.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    for (const socket of tunnels) socket.destroy();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
