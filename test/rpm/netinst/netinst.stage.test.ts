import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { before, test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { Project } from '../../../src/project/folder/project.js';
import { fetchNetinst } from '../../../src/rpm/netinst/netinst.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { type TextKey, textKey } from '../../image/anaconda/clear-sign.js';
import { armours, clearSigned, expiring, makeKey, revoked } from '../repositories/made-keys.js';

const name = 'Fedora-Server-netinst-x86_64-44-1.7.iso';
const content = Buffer.from('the netinst image '.repeat(20_000));
const line = lineOf(content);
const forged = lineOf(Buffer.from('another image'));

function lineOf(bytes: Uint8Array): string {
  return `# ${name}: ${bytes.length} bytes\nSHA256 (${name}) = ${createHash('sha256').update(bytes).digest('hex')}\n`;
}

const undo: (() => void)[] = [];
let key: TextKey;
let foreign: TextKey;

before((t) => {
  const owner = { after: (step: () => void) => void undo.push(step) };
  key = textKey(owner, 'The release <release@example.org>');
  foreign = textKey(owner, 'Somebody else <foreign@example.org>');
  process.once('exit', () => {
    for (const step of undo) step();
  });
  assert.ok(t);
});

/** A folder with the image, its CHECKSUM and the key, and a project that names them. */
function setting(t: { after(step: () => void): void }, checksum: string, more: { image?: string } = {}) {
  const dir = scratchFolder(t);
  writeTree(dir, { 'key.asc': key.publicKey, 'isos/CHECKSUM': checksum });
  writeFileSync(path.join(dir, 'isos', name), content);
  const spec = defaultSpec();
  spec.install.method = 'anaconda';
  spec.install.netinst = { image: more.image ?? `isos/${name}`, checksum: null, key: 'key.asc' };
  const project: Project = { dir, spec, packages: [], findings: [] };
  const cacheDir = path.join(dir, 'cache');
  return { dir, cacheDir, fetch: () => fetchNetinst(project, taskContext(), cacheDir), spec };
}

/** Serves a folder; `limit` cuts the first answer with the image short. */
async function serve(t: { after(step: () => void): void }, dir: string, limit?: number) {
  const requests: { path: string; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const file = path.join(dir, request.url ?? '');
    const range = request.headers.range;
    requests.push({ path: request.url ?? '', range });
    if (!existsSync(file)) return response.writeHead(404).end();
    const { size } = statSync(file);
    const start = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const head = { 'content-length': size - start, 'content-range': `bytes ${start}-${size - 1}/${size}` };
    response.writeHead(start > 0 ? 206 : 200, head);
    if (limit === undefined || start > 0 || !file.endsWith('.iso'))
      return createReadStream(file, { start }).pipe(response);
    response.write(readFileSync(file).subarray(0, limit), () => setTimeout(() => response.destroy(), 50));
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

test('an image on this machine is used where it is, once CHECKSUM was found good', async (t) => {
  const { dir, fetch } = setting(t, key.clearSign(line));
  const found = await fetch();
  assert.equal(found.file, path.join(dir, 'isos', name));
  assert.equal(found.sha256, createHash('sha256').update(content).digest('hex'));
});

test('an image is fetched into the cache under its digest, goes on where it broke, and is not fetched twice', async (t) => {
  const { dir, cacheDir, fetch, spec } = setting(t, key.clearSign(line));
  const { url, requests } = await serve(t, path.join(dir, 'isos'), 100_000);
  spec.install.netinst.image = `${url}/${name}`;
  const { file, sha256 } = await fetch();
  assert.equal(file, path.join(cacheDir, 'netinst', `${sha256}.iso`));
  assert.deepEqual(readFileSync(file), content);
  const images = () => requests.filter((one) => one.path.endsWith('.iso'));
  assert.equal(images().length, 2);
  assert.match(images()[1]?.range ?? '', /^bytes=[1-9]/);
  assert.equal((await fetch()).file, file);
  assert.equal(images().length, 2, 'it was there');
  truncateSync(file, 10);
  assert.deepEqual(readFileSync((await fetch()).file), content, 'one that was damaged is fetched again');
});

test('a link in the place of an image is replaced; what it leads to stays as it is', async (t) => {
  const { dir, cacheDir, fetch, spec } = setting(t, key.clearSign(line));
  const { url } = await serve(t, path.join(dir, 'isos'));
  spec.install.netinst.image = `${url}/${name}`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const victim = path.join(dir, 'victim');
  for (const text of [Buffer.from('precious'), content]) {
    writeFileSync(victim, text);
    mkdirSync(path.join(cacheDir, 'netinst'), { recursive: true });
    const file = path.join(cacheDir, 'netinst', `${sha256}.iso`);
    rmSync(file, { force: true });
    symlinkSync(victim, file);
    assert.equal((await fetch()).file, file);
    assert.ok(lstatSync(file).isFile());
    assert.deepEqual(readFileSync(victim), text);
  }
});

test('CHECKSUM is looked for under both names of Fedora, then without', async (t) => {
  const { dir, fetch, spec } = setting(t, key.clearSign(line));
  const { url, requests } = await serve(t, path.join(dir, 'isos'));
  spec.install.netinst.image = `${url}/${name}`;
  await fetch();
  assert.deepEqual(
    requests.slice(0, 3).map((one) => one.path),
    ['/Fedora-Server-44-1.7-x86_64-CHECKSUM', '/Fedora-Server-iso-44-1.7-x86_64-CHECKSUM', '/CHECKSUM'],
  );
});

const lies: [what: string, checksum: () => string, said: RegExp][] = [
  [
    'another digest inside of the signature',
    () => key.clearSign(line).replace(/= (.)/, (_, digit) => `= ${digit === '0' ? '1' : '0'}`),
    /not signed by the key/,
  ],
  ['a signature by another key', () => foreign.clearSign(line), /not signed by the key/],
  ['no signature', () => line, /not signed by the key/],
  ['a line before the signed text', () => `${forged}${key.clearSign('nothing\n')}`, /does not list/],
  ['a line behind the signature', () => `${key.clearSign('nothing\n')}${forged}`, /does not list/],
  [
    'a second text that another key has signed',
    () => `${key.clearSign('nothing\n')}${foreign.clearSign(forged)}`,
    /not signed by the key|does not list/,
  ],
  [
    'a good signature over the digest of another image',
    () => key.clearSign(forged),
    /does not match CHECKSUM/,
  ],
];
for (const [what, checksum, said] of lies) {
  test(`refused: ${what}`, async (t) => {
    const { fetch, cacheDir } = setting(t, checksum());
    const failure = await failureOf(fetch());
    assert.equal(failure.status, 1);
    assert.match(failure.what, said);
    assert.ok(failure.remedy);
    assert.deepEqual(
      existsSync(path.join(cacheDir, 'netinst')) ? readdirSync(path.join(cacheDir, 'netinst')) : [],
      [],
    );
  });
}

test('refused: a server that has something else than CHECKSUM says', async (t) => {
  const { dir, cacheDir, fetch, spec } = setting(t, key.clearSign(line));
  writeFileSync(path.join(dir, 'isos', name), Buffer.alloc(content.length, 'x'));
  spec.install.netinst.image = `${(await serve(t, path.join(dir, 'isos'))).url}/${name}`;
  const failure = await failureOf(fetch());
  assert.equal(failure.status, 1);
  assert.match(failure.what, /does not match CHECKSUM/);
  assert.ok(!readdirSync(path.join(cacheDir, 'netinst')).some((file) => file.endsWith('.iso')));
});

test('what is missing is said with the way out', async (t) => {
  const gone = setting(t, key.clearSign(line), { image: 'isos/none.iso' });
  assert.match((await failureOf(gone.fetch())).what, /does not list `none\.iso`/);
  const noChecksum = setting(t, key.clearSign(line));
  noChecksum.spec.install.netinst.checksum = 'isos/NONE';
  const failure = await failureOf(noChecksum.fetch());
  assert.equal(failure.status, 1);
  assert.match(failure.remedy ?? '', /--netinst FILE/);
  const noKey = setting(t, key.clearSign(line));
  noKey.spec.install.netinst.key = 'isos/CHECKSUM';
  assert.equal((await failureOf(noKey.fetch())).status, 2);
});

test('a key of another hand that is revoked, or had expired when CHECKSUM was signed, is not believed', async (t) => {
  const made = await makeKey({ expires: '2020-01-01', rsa: true });
  const signedOn = async (day: string) => {
    const one = setting(t, await clearSigned(line, made, day));
    writeFileSync(path.join(one.dir, 'key.asc'), armours(made.publicKey));
    return one;
  };
  assert.equal((await (await signedOn('2019-06-01')).fetch()).sha256.length, 64);
  const endless = await makeKey({ rsa: true });
  const late = setting(t, await clearSigned(line, endless, '2021-06-01'));
  writeFileSync(path.join(late.dir, 'key.asc'), armours(await expiring(endless, '2020-01-01')));
  assert.match(
    (await failureOf(late.fetch())).what,
    /signed on 2021-06-01 by the key \S+, which expired on 2020-01-01/,
  );
  const gone = await signedOn('2019-06-01');
  writeFileSync(path.join(gone.dir, 'key.asc'), armours(await revoked(made)));
  const failure = await failureOf(gone.fetch());
  assert.equal(failure.status, 2);
  assert.match(failure.what, /revoked/);
});
