import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { parseJsonText } from '../../src/base/json-text.js';
import { holdsSecret, SecretLines } from '../../src/base/secret-text.js';
import { checkDocument } from '../../src/config/check-document.js';
import { flagsLayer } from '../../src/config/layers/flags.js';
import type { KickstartFiles } from '../../src/project/kickstart/load-files.js';
import { parseKickstart } from '../../src/project/kickstart/parse-kickstart.js';
import { readPackagesList } from '../../src/project/packages/packages-list.js';
import { passwordHash, sshKey } from '../config/generated-specs.js';
import { piecesOf, privateKeys } from '../helpers/private-keys.js';

const keys = Object.entries(privateKeys);

/** What a failure says, whole. */
function told(work: () => unknown): string {
  try {
    return JSON.stringify(work());
  } catch (error) {
    return JSON.stringify(error) + String(error);
  }
}

function assertUntold(text: string, key: string, how: string): void {
  for (const piece of piecesOf(key)) assert.ok(!text.includes(piece), `${how}: ${piece} in ${text}`);
}

test('a private key is a secret in every form, on one line, without its armour and behind other text', () => {
  for (const [form, key] of keys) {
    assert.ok(holdsSecret(key), form);
    assert.ok(holdsSecret(key.replace(/\s+/g, ' ')), `${form} on one line`);
    assert.ok(holdsSecret(`${sshKey} ${key}`), `${form} behind a public key`);
    const body = key.split(/\r?\n/).filter((line) => /^[A-Za-z0-9+/=]{64,}$/.test(line));
    if (form !== 'PuTTY') for (const line of body) assert.ok(holdsSecret(line), `${form}: ${line}`);
  }
});

test('what everybody may read is not a secret', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const wire = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa'), Buffer.alloc(500, 'x9Q')]);
  const rsa = `ssh-rsa ${wire.toString('base64')} laptop`;
  const texts = [
    sshKey,
    `${sshKey}\n${rsa}`,
    rsa.replace(/.{80}/g, '$&\n'),
    passwordHash,
    publicKey.export({ type: 'spki', format: 'pem' }) as string,
    'a'.repeat(64),
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'https://dl.example.org/Aa1/Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0/Kk1Ll2Mm3Nn4Oo5Pp6Qq7Rr8Ss9Tt0/x86',
    'golang-github-prometheus-client-model-devel-0.6.1-3.fc44.noarch',
    '/dev/disk/by-id/nvme-Samsung_SSD_990_PRO_2TB_S7KHNU0X123456Y',
  ];
  for (const text of texts) assert.ok(!holdsSecret(text), text);
});

test('of lines, those of a private key are told apart from what follows', () => {
  for (const [form, key] of keys) {
    const lines = new SecretLines();
    const given = ['vim', ...key.trimEnd().split(/\r?\n/), '44', 'yes', ''];
    const kept = given.filter((line) => !lines.takes(line));
    assert.deepEqual(kept, ['vim', '44', 'yes', ''], form);
  }
});

test('no message about a document, flag or file repeats anything of a private key', () => {
  for (const [form, key] of keys) {
    const inLine = key.replace(/\r?\n/g, ' ').trim();
    const said = [
      told(() => checkDocument({ system: { rootSshKeys: [key, `x ${sshKey}`], hostname: inLine } })),
      told(() => checkDocument({ system: { rootSshKeys: [`${sshKey} ${inLine}`] } })),
      told(() => checkDocument({ system: { users: [{ name: 'Op', sshKeys: [key] }] }, name: key })),
      told(() =>
        checkDocument({ repositories: [{ id: 'x', baseurl: ['https://x/'], keys: [key, inLine] }] }),
      ),
      told(() => checkDocument({ packages: [key, inLine] })),
      told(() => flagsLayer({ '--set': [inLine] })),
      told(() => flagsLayer({ '--set': [`system.rootSshKeys[0]=${inLine}`] })),
      told(() => parseJsonText(`{ "system": { "rootSshKeys": [ ${key} ] } }`, 'tmpfsroot.json')),
      told(() => readPackagesList(`bash\n${key}vim\n`)),
      told(() => parseKickstart(kickstart(`lang en_US.UTF-8\n${key}\ntext\n`))),
      told(() => parseKickstart(kickstart(`sshkey --username=root "${inLine}"\n`))),
    ];
    for (const [index, text] of said.entries()) {
      assertUntold(text, key, `${form}, ${index}`);
      assert.match(text, /rivate key|may be a (?:secret|private)|is not PATH=JSON/, `${form}, ${index}`);
    }
  }
});

test('a private key in packages.list is one error, and none of its lines is a package', () => {
  for (const [form, key] of keys) {
    const { packages, findings } = readPackagesList(`bash\n${key}vim\n`);
    assert.deepEqual(
      packages.map(({ text }) => text),
      ['bash', 'vim'],
      form,
    );
    assert.deepEqual(
      findings.map(({ where }) => where),
      ['packages.list:2'],
      form,
    );
  }
});

test('a private key behind a public one is not a comment', () => {
  for (const [form, key] of keys) {
    const inLine = key.replace(/\r?\n/g, ' ').trim();
    assert.equal(checkDocument({ system: { rootSshKeys: [`${sshKey} ${inLine}`] } }).length, 1, form);
  }
});

test('a clear password where a hash is expected is not repeated', () => {
  const password = 'hunter2-Xy';
  for (const text of [
    told(() => checkDocument({ system: { rootPasswordHash: password } })),
    told(() => checkDocument({ system: { users: [{ name: 'op', passwordHash: password }] } })),
    told(() => flagsLayer({ '--set': [`system.users[0].passwordHash=${password}`] })),
    told(() => parseJsonText(`{ "system": { "rootPasswordHash": ${password} } }`, 'f')),
    told(() => parseJsonText(`{ "system": { "rootPasswordHash": "a"${password}" } }`, 'f')),
  ]) {
    assert.match(text, /\w/);
    assert.doesNotMatch(text, /hunter2/);
  }
});

function kickstart(text: string): KickstartFiles {
  return { own: new Map([['ks/ks.root.cfg', text]]), includes: new Map() };
}
