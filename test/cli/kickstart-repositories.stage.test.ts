import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { serveTexts } from '../helpers/serve-texts.js';
import { prepareTestbed, serveTestbed } from '../testbed/index.js';
import { metalinkText } from '../testbed/metalink.js';
import { cliProject } from './cli-project.js';
import { repositories } from './kickstart-files.js';

test('repositories of kickstart commands are locked from, with a key of their own where nobody knows it', async (t) => {
  const testbed = await prepareTestbed();
  const [release, updates] = testbed.repositories.map(({ dir }) => `file://${dir}`);
  const base = release ?? '';
  const repomd = readFileSync(path.join(testbed.repositories[0]?.dir ?? '', 'repodata/repomd.xml'));
  const server = await serveTestbed(testbed);
  t.after(() => server.close());
  const mirror = { url: `${server.url}/${testbed.repositories[0]?.path}`, preference: 1 };
  const lists = await serveTexts(t, {
    '/metalink': metalinkText({ repomd, mirrors: [mirror] }),
    '/mirrors': `${base}\n`,
  });
  const project = await cliProject(t, { lines: ['setup', ...testbed.updatedPackages.slice(0, 1)] });
  await project.edit({ repositories: undefined });
  mkdirSync(path.join(project.dir, 'keys'));
  mustRun('cp', [testbed.key, path.join(project.dir, 'keys/extra.asc')]);
  const reposOf = async (kickstart: string) => {
    await project.write('ks/ks.root.cfg', kickstart);
    await project.must(['lock']);
    const lock = JSON.parse(readFileSync(path.join(project.dir, 'rpms.lock'), 'utf8')) as {
      repositories: { id: string }[];
      packages: { repo: string }[];
    };
    return [
      lock.repositories.map(({ id }) => id),
      [...new Set(lock.packages.map(({ repo }) => repo))].sort(),
    ];
  };
  const [first = '', second = '', third = ''] = repositories({
    base,
    updates: updates ?? '',
    lists: lists.url,
  });
  assert.deepEqual(await reposOf(first), [
    ['fedora', 'updates', 'extra'],
    ['extra', 'fedora'],
  ]);
  assert.equal((await reposOf(second))[0]?.join(), 'fedora,updates');
  assert.deepEqual(await reposOf(third), [
    ['fedora', 'updates'],
    ['fedora', 'updates'],
  ]);
  assert.ok(lists.asked.includes('/metalink') && lists.asked.includes('/mirrors'));
});
