import assert from 'node:assert/strict';
import { cpSync, lutimesSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { outputKinds, outputTable } from '../../src/config/outputs.js';
import { publishedProgram } from '../helpers/published-program.js';
import { mustRun } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache } from './cli-project.js';
import { startCli } from './start-cli.js';

/** Outputs of which the same lock does not give the same bytes; each is a disk image, named after its kind. */
const differing = outputKinds.filter((kind) => outputTable[kind].differs !== null);

/** SHA256SUMS as digests by file name, of what is promised to have the same bytes. */
function sumsOf(project: CliProject, dir = project.dir): Record<string, string> {
  const lines = readFileSync(path.join(dir, 'output/SHA256SUMS'), 'utf8').trim().split('\n');
  const sums = lines.map((line) => line.split('  ').reverse() as [string, string]);
  return Object.fromEntries(sums.filter(([file]) => !differing.some((kind) => file.endsWith(`.${kind}`))));
}

/** Gives every file of a project another time: as a fresh clone has it. */
function touchAll(dir: string): void {
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (name.includes('.wants/')) continue;
    lutimesSync(path.join(dir, name), new Date(2001, 1, 3), new Date(2001, 1, 3));
  }
}

it('the same lock gives the same bytes, whatever cache, folder, times, umask, time zone and modes of our own files', async (t) => {
  const project = await cliProject(t);
  await linkCache(project, 'packages');
  const signingKey = path.join(project.scratch, 'update-key');
  mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', signingKey]);
  await project.edit({ signingKey, update: { keys: [readFileSync(`${signingKey}.pub`, 'utf8').trim()] } });
  const build = ['build', '--output', outputKinds.join(',')];
  await project.must(build);
  const first = sumsOf(project);
  assert.deepEqual(Object.keys(first).sort(), [
    ...['pxe/boot.ipxe', 'pxe/image.cpio', 'pxe/initramfs.img', 'pxe/vmlinuz'],
    ...['small-installer.iso', 'small.qcow2', 'small.raw', 'small.raw.bmap', 'small.update'],
  ]);
  const image = (kind: string) => path.join(project.dir, 'output', `small.${kind}`);
  assert.deepEqual(differing, ['vhdx']);
  mustRun('qemu-img', ['compare', '-f', 'raw', '-F', 'vhdx', image('raw'), image('vhdx')]);

  const elsewhere = path.join(project.scratch, 'a clone of it');
  cpSync(project.dir, elsewhere, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => source !== path.join(project.dir, 'output'),
  });
  touchAll(elsewhere);
  const otherCache = path.join(project.scratch, 'other cache');
  const entry = publishedProgram(path.join(project.scratch, 'program'));
  mustRun('chmod', ['-R', 'g+w,o-rwx', path.join(project.scratch, 'program')]);
  const second = await startCli([...build, '--cache-dir', otherCache], {
    entry,
    cwd: elsewhere,
    prepare: 'umask 077',
    env: { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' },
  }).ended;
  assert.equal(second.status, 0, second.stderr);
  assert.deepEqual(sumsOf(project, elsewhere), first);

  // Another day would give other bytes if an account had the day of the build: "last change" of shadow(5).
  const stages = path.join(otherCache, 'stages');
  const composed = readdirSync(stages).find((name) => name.startsWith('compose-')) ?? '';
  const accounts = readFileSync(path.join(stages, composed, 'root/etc/shadow'), 'utf8')
    .trim()
    .split('\n');
  const days = accounts.map((line) => Number(line.split(':')[2]));
  assert.ok(
    Math.max(...days) < Date.now() / 86_400_000 - 1,
    accounts.map((line) => line.split(':')[0]).join(),
  );

  // The comparison means something: one changed file changes every output, but what it is not a part of.
  await project.write('root.override/usr/local/share/note', 'another\n');
  await project.must(build);
  const changed = sumsOf(project);
  const same = Object.keys(first).filter((name) => changed[name] === first[name]);
  assert.deepEqual(same.sort(), ['pxe/initramfs.img', 'pxe/vmlinuz']);
});
