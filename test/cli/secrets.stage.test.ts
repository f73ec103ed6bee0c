import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { passwordHash } from '../config/generated-specs.js';
import { mustRun } from '../helpers/run-program.js';
import { projectWithCache } from './built-project.js';
import type { CliProject } from './cli-project.js';

const hashes = {
  'the hash of root': passwordHash,
  'the hash of a user': passwordHash.replace('abcdefgh', 'ijklmnop'),
};
const others = {
  'a password in a kickstart file': 'Clear-Pass-6261',
  'the password of a proxy': 'Proxy-Pass-6262',
};
const secrets = Object.entries({ ...hashes, ...others });

it('secrets come into the image, and into no arguments, log, record, event or file that others may read', async (t) => {
  const project = await projectWithCache(t);
  const { 'the hash of root': ofRoot, 'the hash of a user': ofUser } = hashes;
  await project.edit({ system: { rootPasswordHash: ofRoot } });
  const users = [
    `user --name=op --iscrypted --password=${ofUser}`,
    `user --name=clear --plaintext --password=${others['a password in a kickstart file']}`,
  ];
  await project.write('ks/ks.root.cfg', `${users.join('\n')}\n`);
  // No repository of this project is asked by http.
  const env = { http_proxy: `http://me:${others['the password of a proxy']}@127.0.0.1:1` };
  const dry = await project.must(['rebuild', '--no-lock', '--dry-run', '--json'], { env });
  const started = project.start(['build', '--json'], { env });
  const seen = watchProcesses();
  const built = await started.ended.finally(seen.stop);
  assert.equal(built.status, 0, built.stderr);
  assert.ok(seen.arguments.has('chpasswd\0-e\0'), 'the programs of the settings were seen');
  const printed = [dry, built].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  const texts: [place: string, text: string][] = [
    ['what is printed', printed],
    ['arguments', [...seen.arguments].join('\n')],
    ...textsBelow(project),
  ];
  assert.ok(texts.some(([name]) => name.endsWith('.log')) && texts.some(([name]) => name.endsWith('.json')));
  for (const [place, text] of texts)
    for (const [name, secret] of secrets) assert.ok(!text.includes(secret), `${place}: ${name}`);
  // Only whoever owns a process can read its environment; but all that it starts gets it.
  const environments = [...seen.environments].join('\n');
  for (const [name, hash] of Object.entries(hashes)) assert.ok(!environments.includes(hash), name);
});

/** What processes of this machine were called with while it watches. */
function watchProcesses() {
  const seen = { arguments: new Set<string>(), environments: new Set<string>() };
  const read = (file: string) => {
    try {
      return readFileSync(file, 'latin1');
    } catch {
      return '';
    }
  };
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && Number(name) !== process.pid,
    )) {
      seen.arguments.add(read(`/proc/${pid}/cmdline`));
      seen.environments.add(read(`/proc/${pid}/environ`));
    }
  }, 2);
  return { ...seen, stop: () => clearInterval(timer) };
}

/** Logs and records of a project, and what the run left in the cache that others may read, but for images. */
function textsBelow({ dir, cacheDir }: CliProject): [name: string, text: string][] {
  const output = path.join(dir, 'output');
  const records = readdirSync(output, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:log|json)$|rpms\.lock$/.test(name))
    .map((name) => path.join(output, name));
  for (const file of records.filter((name) => name.endsWith('.log')))
    assert.equal(statSync(file).mode & 0o777, 0o600, file);
  const newer = path.join(dir, 'ks/ks.root.cfg');
  const readable = mustRun('find', [cacheDir, '-type', 'f', '-perm', '-004', '-newer', newer]);
  const left = readable.split('\n').filter((name) => name !== '' && !/\.(?:img|zst|rpm)$/.test(name));
  return [...records, ...left].map((file) => [file, readFileSync(file, 'latin1')]);
}
