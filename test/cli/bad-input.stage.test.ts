import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { assertError, assertRefused } from './assert-failure.js';
import { cliProject, filesBelow } from './cli-project.js';

const bash = { lines: ['bash'] };

describe('a field that is wrong', () => {
  for (const words of [['lock'], ['build']]) {
    it(`${words}: an unknown key is refused with its line and the key that was meant`, async (t) => {
      const project = await cliProject(t, bash);
      await project.write('tmpfsroot.json', '{\n  "release": 41,\n  "partitons": {}\n}\n');
      await assertRefused(
        project,
        words,
        /tmpfsroot\.json:3:3/,
        /`partitons`/,
        /[Dd]id you mean.*`partitions`/,
      );
    });
  }

  it('a size that is not a valid size is refused with its line in the file', async (t) => {
    const project = await cliProject(t, bash);
    await project.write(
      'tmpfsroot.json',
      '{\n  "release": 41,\n  "partitions": {\n    "sizes": { "log": "2 bananas" }\n  }\n}\n',
    );
    await assertRefused(
      project,
      ['lock'],
      /tmpfsroot\.json:4:\d+/,
      /partitions\.sizes\.log/,
      /`2 bananas`/,
      /8G/,
    );
  });

  it('a size that is not a valid size is refused with the name of its flag', async (t) => {
    const project = await cliProject(t, bash);
    await assertRefused(project, ['build', '--opt-size', 'much'], /--opt-size/, /`much`/);
  });

  it('a size that is not a valid size is refused with the name of its variable', async (t) => {
    const project = await cliProject(t, bash);
    const ran = await project.run(['lock'], { env: { PARTSIZE_DOCKER: '8Q' } });
    assertError(ran, 2, /PARTSIZE_DOCKER/, /`8Q`/);
    assert.deepEqual(filesBelow(project.cacheDir), []);
  });

  it('a plan larger than the disk is refused with how much is missing', async (t) => {
    const project = await cliProject(t, bash);
    // 2 * 64 + 2 * 256 + 32 + 64 + 2 * 128 MiB of partitions, 2 MiB of partition tables.
    await assertRefused(project, ['build', '--disk-size', '900'], /--disk-size/, /900 MiB/, /94 MiB/);
  });

  it('two wrong fields are told at once', async (t) => {
    const project = await cliProject(t, bash);
    const words = ['lock', '--opt-size', 'much', '--cache-size', 'more'];
    await assertRefused(project, words, /--opt-size.*`much`/, /--cache-size.*`more`/);
  });
});

describe('a package list that is wrong', () => {
  it('is missing: says where it should be and what makes one', async (t) => {
    const project = await cliProject(t, bash);
    await rm(path.join(project.dir, 'packages.list'));
    for (const word of ['lock', 'build'])
      await assertRefused(project, [word], /packages\.list/, /tmpfsroot-wizard init/);
  });

  it('holds only comments: says that it names no package', async (t) => {
    const project = await cliProject(t, bash);
    await project.write('packages.list', '# later\n\n');
    await assertRefused(project, ['lock'], /packages\.list/, /names no package/);
  });
});

describe('a lock that does not belong to the project', () => {
  it('build without a lock says how to make one', async (t) => {
    await assertRefused(await cliProject(t, bash), ['build'], /rpms\.lock/, /tmpfsroot-wizard lock/);
  });

  it('build refuses a lock of another release, and says of which', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    await assertRefused(
      project,
      ['build', '--release', '42'],
      /rpms\.lock/,
      /41.*42/,
      /tmpfsroot-wizard lock/,
    );
  });

  it('build refuses a lock whose packages.list was changed, and names the new line', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    await project.write('packages.list', 'bash\nsudo\n');
    await assertRefused(
      project,
      ['build'],
      /rpms\.lock/,
      /`sudo` \(packages\.list:2\)/,
      /tmpfsroot-wizard lock/,
    );
  });

  it('build refuses a lock that was cut off, with the line', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    const text = readFileSync(path.join(project.dir, 'rpms.lock'), 'utf8');
    await project.write('rpms.lock', text.slice(0, text.length / 2));
    await assertRefused(project, ['build'], /rpms\.lock:\d+/, /tmpfsroot-wizard lock/);
  });
});
