import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { before, describe, it, type TestContext } from 'node:test';
import type { RunCommand } from '../../src/commands/command.js';
import { run } from '../../src/commands/groups.js';
import { run as runInit } from '../../src/commands/init.js';
import { compsXml } from '../helpers/comps-xml.js';
import { groupedRepository } from '../helpers/grouped-repository.js';
import { mustRun } from '../helpers/run-program.js';
import { failureOf, scratchFolder } from '../rpm/fixture.js';
import { prepareTestbed, type Testbed } from '../testbed/index.js';

let testbed: Testbed;

before(
  async () => {
    testbed = await prepareTestbed();
  },
  { timeout: 900_000 },
);

const names = ['bash', 'setup', 'filesystem'];
const comps = compsXml(
  {
    core: ['bash', { name: 'setup', type: 'default' }, { name: 'filesystem', type: 'optional' }, 'nowhere'],
    files: ['filesystem'],
  },
  { minimal: ['core', 'files'] },
);

interface Asked {
  comps?: string;
  packing?: string;
  list?: string;
}

/** A project on a repository with groups, and commands that run there. */
async function setting(context: TestContext, asked: Asked = {}) {
  const scratch = await scratchFolder(context);
  const tree = path.join(scratch, 'tree');
  const repository = groupedRepository(testbed, tree, names, asked.comps ?? comps, asked.packing);
  const dir = path.join(scratch, 'project');
  const cacheDir = path.join(scratch, 'cache');
  await mkdir(dir);
  const { id, baseurl, keys } = repository;
  const spec = { release: Number(testbed.release), repositories: [{ id, baseurl, keys }], cacheDir };
  await writeFile(path.join(dir, 'tmpfsroot.json'), JSON.stringify(spec));
  const list = path.join(dir, 'packages.list');
  await writeFile(list, asked.list ?? 'kernel\n');
  const call = async (command: RunCommand, words: readonly string[], cwd = dir) => {
    const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const env = { CACHE_DIR: cacheDir };
    const { signal } = new AbortController();
    const status = await command(words, { cwd, env, stdout, stderr, stdin, signal });
    return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
  };
  const groups = (...words: string[]) => call(run, words);
  return { scratch, dir, tree, list, repository, call, groups, read: () => readFile(list, 'utf8') };
}

describe('groups', () => {
  it('lists the groups of the repositories, and prints the packages of one as dnf takes them', async (context) => {
    const { groups } = await setting(context);
    const listed = await groups();
    assert.equal(listed.stdout, '@^minimal  The minimal\n@core      The core\n@files     The files\n');
    const core = await groups('core');
    assert.equal(core.stdout, '# @core: The core\nbash\nsetup\n');
    assert.match(core.stderr, /@core: the repositories lack nowhere\./);
    const { stdout } = await groups('--json', '@^minimal');
    assert.deepEqual(JSON.parse(stdout).packages, ['bash', 'setup', 'filesystem']);
    const failure = await failureOf(groups('@cor'));
    assert.equal(failure.status, 2);
    assert.match(failure.remedy ?? '', /`@core`/);
  });

  for (const packing of ['gz', 'xz', 'bz2']) {
    it(`reads them however the repository packs its metadata: ${packing}`, async (context) => {
      const { groups } = await setting(context, { packing });
      assert.match((await groups('@files')).stdout, /filesystem/);
    });
  }

  it('puts the packages in the place of the groups of packages.list, which keeps its mode', async (context) => {
    const { groups, list, read } = await setting(context, { list: '# mine\n@core\n-setup\nvim\n' });
    const { mode } = await stat(list);
    const { stdout, stderr } = await groups('--expand');
    assert.equal(stdout, 'packages.list\n');
    assert.match(stderr, /the list keeps out setup/);
    assert.equal(await read(), '# mine\n# @core: The core\nbash\n-setup\nvim\n');
    assert.equal((await stat(list)).mode, mode);
    assert.match((await groups('--expand')).stderr, /names no groups/);
  });

  it('changes nothing where a group is not there', async (context) => {
    const { groups, read } = await setting(context, { list: '@core\n@nosuch\n' });
    assert.equal((await failureOf(groups('--expand'))).status, 2);
    assert.equal(await read(), '@core\n@nosuch\n');
  });

  it('says plainly that repositories have no groups, cannot be read, or have comps that are none', async (context) => {
    const none = await setting(context);
    mustRun('createrepo_c', ['--quiet', none.tree]);
    assert.match((await failureOf(none.groups())).what, /The repositories have no groups\./);
    const bad = await setting(context, { comps: comps.replace('</comps>', '') });
    assert.match((await failureOf(bad.groups())).what, /groups of repository `grouped` cannot be read/);
    const large = await setting(context, {
      comps: comps.replace('</comps>', `${' '.repeat(7_000_000)}</comps>`),
    });
    assert.match((await failureOf(large.groups())).what, /larger than 6 MB/);
  });

  it('does not take comps of another digest than the repository says', async (context) => {
    const { groups, tree } = await setting(context);
    const repodata = path.join(tree, 'repodata');
    for (const name of (await readdir(repodata)).filter((one) => one.includes('comps')))
      await writeFile(path.join(repodata, name), comps.replace('>bash<', '>evil<'));
    const failure = await failureOf(groups());
    assert.equal(failure.status, 1);
    assert.match(failure.what, /`grouped`/);
  });

  it('are what `init --package @GROUP` writes as lines', async (context) => {
    const { scratch, repository, call } = await setting(context);
    const [url, key] = [repository.baseurl[0] ?? '', repository.keys[0] ?? ''];
    const words = ['--repo', `grouped=${url}`, '--key', key, '--package', 'kernel', '--package', '@core'];
    const empty = path.join(scratch, 'new');
    await mkdir(empty);
    await call(runInit, words, empty);
    const text = await readFile(path.join(empty, 'packages.list'), 'utf8');
    assert.match(text, /\nkernel\n\n# @core: The core\nbash\nsetup\n$/);
  });
});
