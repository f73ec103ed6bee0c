import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

type Manner = 'parts' | 'whole' | 'missing' | 'endless' | 'broken' | 'cut' | 'folder';

/**
 * A web server with one file, and how many bytes of it were sent.
 * @param latest what `latest` holds in a folder
 */
export async function serveUpdate(
  t: TestContext,
  file: () => Buffer,
  manner: Manner = 'parts',
  latest = 'robot.update\n',
) {
  let sent = 0;
  let asked = 0;
  const server = createServer((request, response) => {
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const all = request.url?.endsWith('/latest') === true ? Buffer.from(latest) : file();
    asked += 1;
    if (manner === 'missing') {
      response.writeHead(404).end();
    } else if (manner === 'whole') {
      response.writeHead(200).end(all);
    } else if (manner === 'endless') {
      response.writeHead(206);
      const more = setInterval(() => response.write(Buffer.alloc(100_000)), 1);
      response.on('close', () => clearInterval(more));
      // Its start, its manifest and its signature were sent.
    } else if (manner === 'broken' && asked > 3) {
      response.destroy();
    } else if (manner === 'cut' && asked > 3) {
      const part = all.subarray(Number(from), Number(to) + 1);
      response.writeHead(206, { 'Content-Length': String(part.length) });
      // Its last byte is missing.
      response.write(part.subarray(0, -1), () => setTimeout(() => response.destroy(), 100));
    } else {
      const part = all.subarray(Number(from), Math.min(Number(to) + 1, all.length));
      sent += part.length;
      response.writeHead(206, { 'Content-Length': String(part.length) }).end(part);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  t.after(close);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${manner === 'folder' ? '' : 'robot.update'}`,
    sent: () => sent,
    close,
  };
}
