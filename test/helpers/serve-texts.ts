import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers to one path: a text, or a status. */
export type TextAnswer = string | Buffer | number;

/**
 * A server on loopback that answers a few texts by path (with its query), and 404 to all else. `texts` may be
 * changed while it runs.
 */
export async function serveTexts(
  context: { after(undo: () => void): void },
  texts: Record<string, TextAnswer> = {},
): Promise<{ url: string; texts: Record<string, TextAnswer>; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = texts[path] ?? 404;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, texts, asked };
}
