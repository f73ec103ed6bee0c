import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { test } from 'node:test';
import { fetchKeys, readKeyFile, readOwnKeys } from '../../src/doctor/ssh-keys.js';
import { keyOf } from '../config/made-keys.js';
import { failureOf } from '../helpers/failure-of.js';
import { keySite } from '../helpers/key-site.js';
import { piecesOf, privateKeys } from '../helpers/private-keys.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const { signal } = new AbortController();
const key = (comment = '') => `${keyOf('ssh-ed25519', randomBytes(32))} ${comment}`.trim();
const shortRsa = keyOf(
  'ssh-rsa',
  Buffer.from([1, 0, 1]),
  Buffer.concat([Buffer.from([0, 255]), randomBytes(127)]),
);
const [desk, lab, third] = [key('me@desk'), key('Ada Lovelace (gitlab.com)'), key()];

test('the public keys of ~/.ssh are found, with their files', async (t) => {
  const home = scratchFolder(t);
  writeTree(path.join(home, '.ssh'), {
    'id_ed25519.pub': `${desk}\n`,
    'a.pub': `# two\n${lab}\n\n${third}\n`,
    'id_ed25519-cert.pub': 'ssh-ed25519-cert-v01@openssh.com AAAA me@desk\n',
    id_ed25519: Object.values(privateKeys)[0] as string,
    known_hosts: `host ${desk}\n`,
  });
  assert.deepEqual(await readOwnKeys(home), {
    keys: [
      { file: 'a.pub', key: lab },
      { file: 'a.pub', key: third },
      { file: 'id_ed25519.pub', key: desk },
    ],
    leftOut: [],
  });
  assert.deepEqual(await readOwnKeys(path.join(home, 'nobody')), { keys: [], leftOut: [] });
});

test('what is no key that sshd takes is left out of them, with the reason, and a private key is not repeated', async (t) => {
  const home = scratchFolder(t);
  for (const [name, secret] of Object.entries(privateKeys)) {
    writeTree(path.join(home, '.ssh'), { 'oops.pub': secret, 'rsa.pub': shortRsa, 'text.pub': 'hello' });
    const { keys, leftOut } = await readOwnKeys(home);
    assert.deepEqual(keys, []);
    assert.match(
      leftOut.join('\n'),
      /^oops\.pub: This is a private key.*\nrsa\.pub: .*1024.*\ntext\.pub: A line/,
    );
    for (const piece of piecesOf(secret)) assert.ok(!leftOut.join().includes(piece), name);
  }
});

test('a file of keys is read from the folder, or from home', async (t) => {
  const [dir, home] = [scratchFolder(t), scratchFolder(t)];
  writeTree(dir, { 'keys/all.pub': `${desk}\n${desk}\n${lab}` });
  writeTree(home, { '.ssh/x.pub': third });
  assert.deepEqual(await readKeyFile('keys/all.pub', { dir, home }), { keys: [desk, lab], leftOut: [] });
  assert.deepEqual(await readKeyFile('~/.ssh/x.pub', { dir, home }), { keys: [third], leftOut: [] });
});

test('a file that is none, or a private key, is refused by its name', async (t) => {
  const dir = scratchFolder(t);
  const secret = Object.values(privateKeys)[0] as string;
  writeTree(dir, { id_ed25519: secret, empty: '' });
  const places = { dir, home: dir };
  assert.match((await failureOf(readKeyFile('nosuch', places))).what, /`nosuch` cannot be read/);
  assert.match((await failureOf(readKeyFile('empty', places))).what, /`empty` has no key/);
  const { status, what, why = '' } = await failureOf(readKeyFile('id_ed25519', places));
  assert.equal(status, 2);
  assert.match(
    `${what} ${why}`,
    /`id_ed25519` has no key that can be used\. id_ed25519: This is a private key/,
  );
  for (const piece of piecesOf(secret)) assert.ok(!`${what} ${why}`.includes(piece));
});

test('the keys of a person are fetched, and say whose they are where they say nothing', async (t) => {
  const { hosts, asked } = await keySite(t, {
    '/hub/ada.keys': `${third}\n${shortRsa}\n`,
    '/lab/ada_l.keys': lab,
  });
  const github = await fetchKeys({ site: 'gh', name: 'ada' }, { signal, hosts });
  assert.deepEqual(github.keys, [`${third} ada@127.0.0.1`]);
  assert.match(github.leftOut.join(), /^gh:ada: .*1024/);
  assert.deepEqual((await fetchKeys({ site: 'gl', name: 'ada_l' }, { signal, hosts })).keys, [lab]);
  assert.deepEqual(asked, ['/hub/ada.keys', '/lab/ada_l.keys']);
});

test('a person who is not there, who has no key, and a site that cannot be reached are told apart', async (t) => {
  const { hosts, close } = await keySite(t, {
    '/hub/none.keys': '',
    '/hub/odd.keys': '<html>Sign in</html>',
    '/hub/large.keys': `${desk}\n`.repeat(9000),
  });
  const failure = (name: string) => failureOf(fetchKeys({ site: 'gh', name }, { signal, hosts }));
  const missing = await failure('nobody');
  assert.deepEqual([missing.status, missing.what], [2, 'GitHub knows nobody called `nobody`.']);
  const none = await failure('none');
  assert.deepEqual([none.status, none.what], [2, '`none` at GitHub has no key that can be used.']);
  assert.match((await failure('odd')).why ?? '', /A line is not a public SSH key/);
  assert.match((await failure('large')).why ?? '', /more than/);
  close();
  const down = await failure('ada');
  assert.deepEqual([down.status, down.what], [1, 'The keys of `ada` cannot be read from GitHub.']);
  assert.match(down.why ?? '', /ECONNREFUSED/);
});
