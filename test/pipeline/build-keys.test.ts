import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuildKeys, buildKeys } from '../../src/pipeline/build-keys.js';
import type { KickstartScript } from '../../src/project/kickstart/kickstart-script.js';
import { readKickstart } from '../../src/project/kickstart/read-kickstart.js';
import type { ProjectParts } from '../../src/project/project-parts.js';
import type { Lock } from '../../src/rpm/lock.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { specOf } from '../image/spec-of.js';

type Parts = Omit<ProjectParts, 'kickstart'> & { scripts: readonly KickstartScript[] };

const nothing: Parts = {
  ...{ rootOverride: null, isoOverride: null, hooks: null, buildHooks: null, installHooks: null },
  scripts: [],
};
const stages = ['tree', 'compose', 'initramfs', 'slot', 'iso', 'pxe', 'raw'];

/** Each stage's key by its name. */
async function keysOf(parts: Partial<Parts>): Promise<Record<string, string>> {
  const kickstart = await readKickstart('/nowhere');
  const project = { dir: '/nowhere', spec: specOf(), packages: [], findings: [] };
  const { outputs, ...keys }: BuildKeys = await buildKeys(
    project,
    { packages: [] } as unknown as Lock,
    { ...nothing, ...parts, kickstart: { ...kickstart, scripts: [...(parts.scripts ?? [])] } },
    fakeEngine(),
  );
  return { ...keys, ...outputs };
}

function script(section: KickstartScript['section'], body = 'true'): KickstartScript {
  return { section, file: 'ks/x', line: 1, interpreter: '/bin/sh', errorOnFail: true, log: null, body };
}

/** What a part, and a change of it, makes anew. */
async function changed(before: Partial<Parts>, after: Partial<Parts>): Promise<string[]> {
  const [one, other] = await Promise.all([keysOf(before), keysOf(after)]);
  return stages.filter((stage) => one[stage] !== other[stage]);
}

test('a script of a kickstart file is a part of the stages that it has an effect on', async () => {
  const cases: [KickstartScript['section'], string[]][] = [
    ['pre', ['iso', 'pxe']],
    ['pre-install', stages],
    ['post-nochroot', stages.slice(1)],
    ['post', stages.slice(1)],
  ];
  for (const [section, expected] of cases) {
    const scripts = [script(section)];
    assert.deepEqual(await changed({}, { scripts }), expected, section);
    assert.deepEqual(await changed({ scripts }, { scripts: [script(section, 'false')] }), expected, section);
    assert.deepEqual(await changed({ scripts }, { scripts: [script(section)] }), [], section);
  }
});

test('files for the medium are a part of the stages whose scripts can read them', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { manual: 'how to use it' });
  const cases: [KickstartScript[], string[]][] = [
    [[], ['iso']],
    [[script('pre')], ['iso']],
    [[script('post')], ['iso']],
    [[script('pre-install')], stages],
    [[script('post-nochroot')], stages.slice(1)],
  ];
  for (const [scripts, expected] of cases)
    assert.deepEqual(await changed({ scripts }, { scripts, isoOverride: dir }), expected);
});

test('install-hooks.d makes the installers anew, and nothing else', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'a.sh': 'true\n' });
  const installHooks = { dir, shownAs: 'install-hooks.d', names: ['a.sh'] };
  assert.deepEqual(await changed({}, { installHooks }), ['iso', 'pxe']);
});
