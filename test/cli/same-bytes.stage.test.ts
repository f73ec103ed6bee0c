import assert from 'node:assert/strict';
import { cpSync, lutimesSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { publishedProgram } from '../helpers/published-program.js';
import { mustRun } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache } from './cli-project.js';
import { startCli } from './start-cli.js';

const kinds = ['iso', 'raw', 'qcow2', 'pxe'] as const;

/** SHA256SUMS as digests by file name. */
function sumsOf(project: CliProject, dir = project.dir): Record<string, string> {
  const lines = readFileSync(path.join(dir, 'output/SHA256SUMS'), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split('  ').reverse()));
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
  const build = ['build', '--output', kinds.join(',')];
  await project.must(build);
  const first = sumsOf(project);
  assert.deepEqual(Object.keys(first).sort(), [
    ...['pxe/boot.ipxe', 'pxe/image.cpio', 'pxe/initramfs.img', 'pxe/vmlinuz'],
    ...['small-installer.iso', 'small.qcow2', 'small.raw'],
  ]);

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

  // The comparison means something: one changed file changes every output, but what it is no part of.
  await project.write('root.override/usr/local/share/note', 'another\n');
  await project.must(build);
  const changed = sumsOf(project);
  const same = Object.keys(first).filter((name) => changed[name] === first[name]);
  assert.deepEqual(same.sort(), ['pxe/initramfs.img', 'pxe/vmlinuz']);
});
