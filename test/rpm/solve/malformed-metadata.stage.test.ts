import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { runProgram } from '../../helpers/run-program.js';
import { prepareTestbed } from '../../testbed/index.js';
import { failureOf, project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

const primary = /<data type="primary">[\s\S]*?<\/data>/;

/** Locks from a copy of the test bed's metadata, of which repomd.xml was changed; answers the failure. */
async function failureWith(context: TestContext, change: (repomd: string, dir: string) => string) {
  const [fedora] = (await prepareTestbed()).repositories;
  const dir = await scratchFolder(context);
  cpSync(path.join(fedora?.dir ?? '', 'repodata'), path.join(dir, 'repodata'), { recursive: true });
  const file = path.join(dir, 'repodata/repomd.xml');
  writeFileSync(file, change(readFileSync(file, 'utf8'), dir));
  const [first] = testbedRepositories(await prepareTestbed(), 'http://unused');
  assert.ok(first);
  const from = project(dir, ['setup'], [{ ...first, baseurl: [`file://${dir}`] }]);
  return await failureOf(resolveLock(from, taskContext(), { cacheDir: path.join(dir, 'cache') }));
}

function unpacked(file: string): string {
  const packed = readFileSync(file);
  return file.endsWith('.zst')
    ? runProgram('zstd', ['-dcq', file]).stdout
    : gunzipSync(packed).toString('utf8');
}

/** The entry of a list of packages that was written again. */
function entryOf(name: string, packed: Buffer, xml: string): string {
  const digest = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
  return `<data type="primary"><checksum type="sha256">${digest(packed)}</checksum>
<open-checksum type="sha256">${digest(xml)}</open-checksum><location href="${name}"/><timestamp>1</timestamp>
<size>${packed.length}</size><open-size>${Buffer.byteLength(xml)}</open-size></data>`;
}

describe('malformed metadata name their repository', () => {
  it('where a location leads out of it, which crashes the library of dnf', async (context) => {
    for (const location of ['../../etc/passwd', 'http://127.0.0.1:2/x']) {
      const failure = await failureWith(context, (repomd) =>
        repomd.replace(primary, (entry) => entry.replace(/(<location href=")[^"]*/, `$1${location}`)),
      );
      assert.equal(failure.status, 1);
      assert.match(`${failure.what} ${failure.why}`, /repository `fedora`/i);
      assert.doesNotMatch(failure.what, /python/);
    }
  });

  it('where a package has no digest', async (context) => {
    const failure = await failureWith(context, (repomd, dir) => {
      const [, list = ''] = /<location href="([^"]*)"/.exec(primary.exec(repomd)?.[0] ?? '') ?? [];
      const whole = unpacked(path.join(dir, list));
      const xml = whole.replace(/(<name>setup<\/name>[\s\S]*?)<checksum[^>]*>[^<]*<\/checksum>/, '$1');
      const packed = gzipSync(xml);
      writeFileSync(path.join(dir, 'repodata/changed.xml.gz'), packed);
      return repomd.replace(primary, entryOf('repodata/changed.xml.gz', packed, xml));
    });
    assert.equal(failure.status, 1);
    assert.equal(failure.what, 'The metadata of repository `fedora` is malformed.');
    assert.match(failure.why ?? '', /^Package `setup-\S+` has no digest\.$/);
  });
});
