import { mkdirSync, symlinkSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { type ClientLimits, usualLimits } from '../../src/serve/client-limits.js';
import { type ServeView, serveFolder } from '../../src/serve/serve-folder.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

export const large = 'image'.repeat(1_000_000);

/** A folder that is served, and a secret beside it. */
export async function servedSetting(t: TestContext, limits: Partial<ClientLimits> = {}) {
  const scratch = scratchFolder(t);
  const dir = path.join(scratch, 'pxe');
  writeTree(scratch, {
    secret: 'secret',
    'pxe/boot.ipxe': '#!ipxe\n',
    'pxe/empty': '',
    'pxe/image.cpio': large,
    'pxe/.hidden': 'hidden',
    'pxe/below/two words': 'below',
  });
  symlinkSync('../secret', path.join(dir, 'link-out'));
  symlinkSync('boot.ipxe', path.join(dir, 'link-in'));
  mkdirSync(path.join(dir, 'folder'));
  const told: string[] = [];
  const view: ServeView = {
    started: ({ client, file, total }) => told.push(`${client} ${file} ${total}`),
    bytes() {},
    ended: ({ file }, done, complete) => told.push(`${file} ${done} ${complete ? 'done' : 'broken'}`),
    refused: (_, target, status) => told.push(`${target} ${status}`),
  };
  const server = await serveFolder(dir, {
    address: '127.0.0.1',
    port: 0,
    view,
    limits: { ...usualLimits, ...limits },
  });
  t.after(() => server.close());
  const ask = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
      // As it is: fetch would resolve `..` by itself.
      const asked = request(
        { host: '127.0.0.1', port: server.port, path: target, method, headers, agent: false },
        (response) => {
          let body = '';
          response.setEncoding('latin1').on('data', (text: string) => {
            body += text;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      asked.on('error', reject).end();
    });
  return { dir, server, told, ask };
}
