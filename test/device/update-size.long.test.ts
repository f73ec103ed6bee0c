import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { chunkBytes } from '../../src/image/update/update-manifest.js';
import { type CliProject, cliProject, sharedCache } from '../cli/cli-project.js';
import { packages } from '../e2e/image-project.js';
import { tried, UpdateLab } from './update-lab.js';
import { serveUpdate } from './update-server.js';

/** The one that the second version has newer. */
const changed = 'zstd';

describe('an update for one package', () => {
  const lab = new UpdateLab();

  test('takes at most three times the package and a MiB from the web', async (t) => {
    const project = await cliProject(t, {
      cacheDir: sharedCache,
      lines: [...packages, 'squashfs-tools'],
    });
    await project.edit({ outputs: ['update'], update: { keys: [lab.publicKey('ours')] } });
    const first = await build(project, [changed, 'bash', 'tzdata']);
    const second = await build(project, ['bash', 'tzdata']);
    const [old, next] = [slotOf(first), slotOf(second)];
    writeFileSync(lab.at('a.img'), old);
    lab.writeFacts({ compatible: 'small' });
    const { url, sent } = await serveUpdate(t, () => second);
    const { state, text } = await lab.run(url, { before: Buffer.alloc(next.length) });
    assert.deepEqual([state, lab.slotB().equals(next)], [tried, true], text);
    const installed = installedBytes(project);
    t.diagnostic(`${sent()} bytes sent for ${installed} installed bytes, of a slot of ${next.length}`);
    assert.ok(sent() <= 3 * installed + chunkBytes, `${sent()} of ${installed}`);
  });

  /** The update of the image whose packages of these names are those of the release. */
  async function build(project: CliProject, held: readonly string[]): Promise<Buffer> {
    const repositories = project.testbed.repositories.map(({ id, dir }) => ({
      ...{ id, baseurl: [`file://${dir}`], keys: [project.testbed.key] },
      ...(id === 'updates' ? { excludes: held.map((name) => `${name}*`) } : {}),
    }));
    await project.edit({ repositories });
    await project.must(['lock']);
    await project.must(['build', '--signing-key', lab.at('ours')]);
    return readFileSync(path.join(project.dir, 'output/small.update'));
  }
});

/** The slot that an update of uncompressed chunks brings. */
function slotOf(update: Buffer): Buffer {
  const [, sizes = '', manifest = ''] = update.toString('latin1').split('\n', 3);
  const [manifestBytes = 0, signatureBytes = 0] = sizes.split(' ').map(Number);
  assert.match(manifest, /^name=/);
  const begin = update.indexOf(manifest);
  const text = update.subarray(begin, begin + manifestBytes).toString();
  let at = begin + manifestBytes + signatureBytes;
  const chunks = [...text.matchAll(/^[0-9a-f]{64} (\d+)$/gm)].map(([, stored]) => {
    const chunk = update.subarray(at, at + Number(stored));
    at += Number(stored);
    return chunk.length === 0 ? Buffer.alloc(chunkBytes) : chunk;
  });
  assert.ok(chunks.every(({ length }) => length === chunkBytes));
  return Buffer.concat(chunks);
}

function installedBytes({ dir }: CliProject): number {
  const { packages: locked } = JSON.parse(readFileSync(path.join(dir, 'rpms.lock'), 'utf8'));
  const { installedSize, repo } = locked.find(({ name }: { name: string }) => name === changed);
  assert.equal(repo, 'updates');
  return installedSize;
}
