import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { cliProject, fillSharedCache, sharedCache } from '../../cli/cli-project.js';
import { stillAlive } from '../../cli/processes.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { openPlainTerminal } from './plain-terminal.js';

test('a project is built on plain lines; what is typed meanwhile answers nothing; a failure is tried again', async (t) => {
  const project = await cliProject(t, { cacheDir: sharedCache });
  await fillSharedCache(project);
  const good = { repositories: await repositoriesOf(project.dir) };
  const gone = good.repositories.map((one) => ({ ...one, baseurl: ['file:///nowhere/at/all'] }));
  await project.edit({ repositories: gone });
  const home = scratchFolder(t);
  const wizard = openPlainTerminal(t, { dir: project.dir, home });
  await wizard.answer('What to do?', '1');
  await wizard.asked('What now? Number [1]');
  assert.match(wizard.text(), /Resolve packages failed\.\r\n[\s\S]*The run failed\.[\s\S]*What to do: /);
  await project.edit(good);
  await wizard.answer('What now? Number [1]', '1');
  await wizard.terminal.until(() => wizard.text().includes('Initramfs ...'));
  wizard.terminal.send('1\r2\r');
  await wizard.asked('What now? Number [6]');
  assert.match(wizard.text(), /Built\.\r\n {2}output\/small-installer\.iso[\s\S]* sha256 [0-9a-f]{64}/);
  assert.ok(readdirSync(path.join(project.dir, 'output')).includes('small-installer.iso'));
  await wizard.answer('What now? Number [6]', '');
  assert.equal(await wizard.terminal.exit(), 0);
  assert.doesNotMatch(wizard.text(), /\x1b|[^\r]\r[^\r\n]/);
});

test('Ctrl-C while it builds leaves with 130, and no process stays', async (t) => {
  const project = await cliProject(t);
  const wizard = openPlainTerminal(t, { dir: project.dir, home: scratchFolder(t) });
  await wizard.answer('What to do?', '1');
  await wizard.terminal.until(() => wizard.text().includes('Resolve packages ...'));
  const processes = wizard.terminal.processes();
  wizard.terminal.press('ctrl-c');
  assert.equal(await wizard.terminal.exit(), 130);
  assert.match(wizard.text(), /Left\./);
  assert.equal(wizard.terminal.rawMode(), false);
  assert.ok(stillAlive(processes).length <= 1);
});

async function repositoriesOf(dir: string): Promise<object[]> {
  const text = await readFile(path.join(dir, 'tmpfsroot.json'), 'utf8');
  return (JSON.parse(text) as { repositories: object[] }).repositories;
}
