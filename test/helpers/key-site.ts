import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyHosts } from '../../src/config/fields/key-person.js';

/** A site on loopback that shows keys of persons, as GitHub does: what it answers by path, else 404. */
export async function keySite(
  context: { after(undo: () => void): void },
  answers: Readonly<Record<string, string>>,
): Promise<{ hosts: KeyHosts; asked: string[]; close(): void }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200).end(answer ?? 'Not Found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  context.after(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { hosts: { gh: `${url}/hub`, gl: `${url}/lab` }, asked, close };
}
