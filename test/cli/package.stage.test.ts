import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { linksOf } from '../docs/markdown.js';
import { mustRun } from '../helpers/run-program.js';
import { cliProject, linkCache, sharedCache } from './cli-project.js';

const repository = path.dirname(packageFile('package.json'));

let undo: (() => void)[] = [];
let installed: string;
let packed: string[];

/** npm with the user's own settings and cache, since the packages that ours needs come through it. */
function npm(cwd: string, ...words: string[]): string {
  const { PATH = '', HOME = '' } = process.env;
  const passed = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      /^npm_config_|proxy$|CERT/i.test(entry[0]) && entry[1] !== undefined,
  );
  return mustRun('npm', words, { cwd, env: { ...Object.fromEntries(passed), PATH, HOME } });
}

before(
  async () => {
    const { scratch } = await cliProject({ after: (one) => undo.push(one) });
    // A copy, as a clone would be: packing builds, and others may use this clone's own build meanwhile.
    const clone = path.join(scratch, 'clone');
    await mkdir(clone);
    for (const name of readdirSync(repository)) {
      if (['.git', '.cache', 'build', 'dist', 'node_modules'].includes(name)) continue;
      cpSync(path.join(repository, name), path.join(clone, name), { recursive: true });
    }
    symlinkSync(path.join(repository, 'node_modules'), path.join(clone, 'node_modules'));
    const [facts] = JSON.parse(
      npm(clone, 'pack', '--json', '--foreground-scripts=false', '--pack-destination', scratch),
    ) as [{ filename: string; files: { path: string }[] }];
    packed = facts.files.map((file) => file.path);
    const user = path.join(scratch, 'user');
    await mkdir(user);
    writeFileSync(path.join(user, 'package.json'), '{"private":true}\n');
    npm(user, 'install', '--no-audit', '--no-fund', '--prefer-offline', path.join(scratch, facts.filename));
    installed = path.join(user, 'node_modules/.bin/tmpfsroot-wizard');
  },
  { timeout: 300_000 },
);

process.on('exit', () => {
  for (const one of undo) one();
  undo = [];
});

describe('the published package', () => {
  it('holds the program and the files for the device, and nothing of how it is made', () => {
    for (const name of ['dist/cli.js', 'README.md', 'LICENSE'])
      assert.ok(packed.includes(name), `${name} is missing`);
    // Programs in other languages, Containerfiles and all that the device has are read from where they are.
    const read = readdirSync(packageFile('src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.tsx?$|\.pyc$/.test(entry.name))
      .map((entry) => path.relative(repository, path.join(entry.parentPath, entry.name)));
    for (const name of [
      'src/image/root/tidy.sh',
      'src/rpm/solve/solve-dnf5.py',
      'src/device/anaconda/pre.sh',
    ])
      assert.ok(read.includes(name), name);
    assert.deepEqual(
      read.filter((name) => !packed.includes(name)),
      [],
    );
    assert.deepEqual(
      packed.filter((name) => /\.tsx?$|^test\/|^build\/|^\.|tsconfig|biome|\.map$/.test(name)),
      [],
    );
  });

  it('holds the licences of the libraries that are bundled with it', () => {
    const { dependencies } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
    const notices = path.join(installed, '../../tmpfsroot-wizard/dist/THIRD-PARTY.txt');
    const named = new Set(readFileSync(notices, 'utf8').match(/(?<=^Name: ).*$/gm));
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => !named.has(name)),
      [],
    );
  });

  it('holds every file that its pages link to', () => {
    const pages = packed.filter((name) => name.endsWith('.md'));
    assert.ok(pages.includes('README.md') && pages.includes('docs/README.md'), pages.join(' '));
    const missing = pages.flatMap((page) =>
      linksOf(readFileSync(packageFile(page), 'utf8'))
        .filter((link) => !/^[a-z]+:|^#/i.test(link))
        .map((link) => path.posix.join(path.posix.dirname(page), link.replace(/#.*/, '')))
        .filter((target) => !packed.includes(target))
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(missing, []);
  });

  it('runs in an empty folder: version, help and a new project', async (t) => {
    const { scratch } = await cliProject(t);
    const empty = path.join(scratch, 'empty');
    await mkdir(empty);
    const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
    const env = { PATH: process.env.PATH ?? '' };
    assert.equal(mustRun(installed, ['--version'], { cwd: empty, env }).trim(), version);
    assert.match(
      mustRun(installed, ['build', '--help'], { cwd: empty, env }),
      /Usage: tmpfsroot-wizard build/,
    );
    mustRun(installed, ['init', '--release', '41'], { cwd: empty, env });
    assert.ok(existsSync(path.join(empty, 'tmpfsroot.json')));
    assert.ok(existsSync(path.join(empty, 'packages.list')));
  });

  it('locks, and builds the same bytes as the clone does', async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages', 'metadata');
    const file = (name: string) => readFileSync(path.join(project.dir, name), 'utf8');
    const build = ['build', '--output', 'iso'];
    await project.must([...build, '--cache-dir', sharedCache]);
    const [lock, sums] = [file('rpms.lock'), file('output/SHA256SUMS')];
    for (const name of ['rpms.lock', 'output']) mustRun('rm', ['-r', path.join(project.dir, name)]);
    await project.must(['lock'], { entry: installed });
    await project.must(build, { entry: installed });
    assert.equal(file('rpms.lock'), lock);
    assert.equal(file('output/SHA256SUMS'), sums);
  });
});
