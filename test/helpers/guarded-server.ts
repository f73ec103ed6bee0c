import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that hands on what another one has to those who send this user and password (RFC 7617). */
export async function guardedServer(
  context: { after(undo: () => void): void },
  behind: string,
  login: string,
): Promise<{ url: string; refused: string[] }> {
  const refused: string[] = [];
  const wanted = `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== wanted) {
      refused.push(request.url ?? '');
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="packages"' }).end();
      return;
    }
    const { authorization: _, ...headers } = request.headers;
    ask(behind + request.url, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    })
      .on('error', () => response.destroy())
      .end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, refused };
}
