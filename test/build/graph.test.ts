import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { stagesBelow } from '../../src/build/graph.js';
import { prepareNodes } from '../../src/build/keys.js';
import { outputsOf } from '../../src/build/outputs/outputs.js';
import type { Node } from '../../src/build/stage.js';
import { holdSlots, outputKinds } from '../../src/config/outputs.js';
import type { KickstartScript } from '../../src/project/kickstart/kickstart-script.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { fakeBuild, redone, sourceOf, type World, worldOf } from './fake-build.js';

const installers = ['iso', 'pxe'];
const outputs = ['iso', 'raw', 'pxe'];
const fromSlot = ['slot', ...outputs];
const fromCompose = ['compose', ...fromSlot];
const withInitramfs = ['compose', 'initramfs', ...fromSlot];
const all = ['packages', 'tree', ...withInitramfs];

function script(section: KickstartScript['section'], body = 'true'): KickstartScript {
  return { section, file: 'ks/x', line: 1, interpreter: '/bin/sh', errorOnFail: true, log: null, body };
}

/** A folder of a project's, with one file in it. */
function folderWith(t: TestContext, name: string, text = 'text\n'): string {
  const dir = scratchFolder(t);
  writeTree(dir, { [name]: text });
  return dir;
}

function hooksIn(t: TestContext, shownAs: string) {
  return { dir: folderWith(t, 'a.sh'), shownAs, names: ['a.sh'] };
}

type Row = [what: string, change: (world: World, t: TestContext) => void, made: readonly string[]];

const rows: Row[] = [
  ['nothing', () => {}, []],
  ['a locked package', ({ lock }) => Object.assign(lock.packages[0] ?? {}, { sha256: 'ab'.repeat(32) }), all],
  ['a further language', ({ spec }) => spec.system.languages.push('de_DE.UTF-8'), all],
  ['the keymap', ({ spec }) => Object.assign(spec.system, { keymap: 'de' }), withInitramfs],
  ['the host name', ({ spec }) => Object.assign(spec.system, { hostname: 'other' }), fromCompose],
  ['a size', ({ spec }) => Object.assign(spec.partitions.sizes, { log: 1111 }), fromCompose],
  ['the memory', ({ spec }) => Object.assign(spec.device, { memoryMiB: 8192 }), fromCompose],
  ['what /persist keeps', ({ spec }) => spec.persist.push('/etc/x'), fromCompose],
  ['a group', ({ spec }) => spec.system.groups.push({ name: 'robots', gid: null }), fromCompose],
  [
    'a root.override',
    ({ parts }, t) => Object.assign(parts, { rootOverride: folderWith(t, 'etc/x') }),
    withInitramfs,
  ],
  ['hooks.d', ({ parts }, t) => Object.assign(parts, { hooks: hooksIn(t, 'hooks.d') }), withInitramfs],
  ['%pre-install', ({ scripts }) => scripts.push(script('pre-install')), all],
  ['%post --nochroot', ({ scripts }) => scripts.push(script('post-nochroot')), withInitramfs],
  ['%post', ({ scripts }) => scripts.push(script('post')), withInitramfs],
  ['%pre', ({ scripts }) => scripts.push(script('pre')), installers],
  ['iso-root.override', medium, ['iso']],
  [
    'build-hooks.d',
    ({ parts }, t) => Object.assign(parts, { buildHooks: hooksIn(t, 'build-hooks.d') }),
    ['iso'],
  ],
  ['install-hooks.d', ({ parts }, t) => Object.assign(parts, { installHooks: hooksIn(t, 'x') }), installers],
  [
    'what the installer does in the end',
    ({ spec }) => Object.assign(spec.install, { then: 'poweroff' }),
    installers,
  ],
  ['a disk image more', ({ spec }) => spec.outputs.push('vhdx'), ['vhdx']],
  ['an output less', ({ spec }) => spec.outputs.pop(), []],
  ['the engine', ({ spec }) => Object.assign(spec.engine, { use: 'docker', image: 'x' }), []],
  ['rpm', ({ newTools }) => newTools.push('rpm'), all],
  ['tar', ({ newTools }) => newTools.push('tar'), fromCompose],
  ['b2sum', ({ newTools }) => newTools.push('b2sum'), fromSlot],
  ['xorriso', ({ newTools }) => newTools.push('xorriso'), outputs],
];

function medium({ parts }: World, t: TestContext): void {
  parts.isoOverride = folderWith(t, 'manual');
}

for (const [what, change, made] of rows) {
  test(`another build for ${what} makes ${made.join(', ') || 'nothing'}`, async (t) => {
    assert.deepEqual(
      await redone(
        t,
        worldOf(),
        worldOf((world) => change(world, t)),
      ),
      made,
    );
  });
}

test('files for the medium count for the scripts that find them, and for no others', async (t) => {
  for (const [section, made] of [
    ['pre', ['iso']],
    ['post', ['iso']],
    ['pre-install', all],
    ['post-nochroot', withInitramfs],
  ] as const) {
    const before = () => worldOf(({ scripts }) => scripts.push(script(section)));
    const after = before();
    medium(after, t);
    assert.deepEqual(await redone(t, before(), after), made, section);
  }
});

test('a file of root.override counts for the initramfs where dracut may read it', async (t) => {
  const world = (file: string, text: string) =>
    worldOf(({ parts }) => Object.assign(parts, { rootOverride: folderWith(t, file, text) }));
  for (const [file, made] of [
    ['usr/local/bin/x', fromCompose],
    ['etc/systemd/system.conf', withInitramfs],
  ] as const)
    assert.deepEqual(await redone(t, world(file, 'one'), world(file, 'another')), made, file);
});

test('where a setting was given, and where a folder is, makes no difference', async (t) => {
  const world = (file: string) =>
    worldOf((one) => {
      one.givenIn = file;
      one.parts.rootOverride = folderWith(t, 'etc/motd');
      one.parts.hooks = hooksIn(t, 'hooks.d');
    });
  assert.deepEqual(await redone(t, world('ks/a'), world('ks/b')), []);
});

test('Anaconda gets its packages, and of the stages what its payload asks for', async (t) => {
  const world = (payload: 'packages' | 'liveimg', change: (world: World) => void = () => {}) =>
    worldOf((one) => {
      Object.assign(one.spec.install, { method: 'anaconda', payload });
      one.spec.outputs = ['iso', 'pxe'];
      change(one);
    });
  const stages = async (one: World) =>
    (await fakeBuild(scratchFolder(t), one)).build.stages.map(({ id }) => id);
  assert.deepEqual(await stages(world('packages')), ['packages']);
  assert.deepEqual(await stages(world('liveimg')), ['packages', 'tree', 'compose']);
  const hooks = hooksIn(t, 'hooks.d');
  const rootOverride = folderWith(t, 'etc/motd');
  for (const [change, made] of [
    [({ parts }: World) => Object.assign(parts, { hooks }), installers],
    [({ parts }: World) => Object.assign(parts, { rootOverride }), installers],
    [({ parts }: World) => Object.assign(parts, { buildHooks: hooks }), ['iso']],
    [({ scripts }: World) => scripts.push(script('post')), installers],
    [({ spec }: World) => Object.assign(spec.system, { hostname: 'other' }), installers],
    [({ spec }: World) => Object.assign(spec.install.netinst, { image: rootOverride }), installers],
    [({ newTools }: World) => newTools.push('createrepo_c'), installers],
  ] as const) {
    const packages = made.length === 0 ? [] : ['packages'];
    const changed = (payload: 'packages' | 'liveimg') => world(payload, (one) => void change(one));
    assert.deepEqual(await redone(t, world('packages'), changed('packages')), [...packages, ...made]);
    const live = await redone(t, world('liveimg'), changed('liveimg'));
    assert.deepEqual(
      live.filter((one) => one !== 'compose'),
      [...packages, ...made],
    );
  }
});

test('every field of a spec counts for the installers, but those that say what is built and by what', async () => {
  const { digestsOf } = await sourceOf('/nowhere', worldOf());
  const wanted = outputsOf(worldOf().spec);
  const keys = async (change: (spec: World['spec']) => void) => {
    const source = await sourceOf(
      '/nowhere',
      worldOf(({ spec }) => change(spec)),
    );
    const nodes = await prepareNodes(wanted, { ...source, digestsOf }, fakeEngine());
    return wanted.map(({ id }) => nodes.get(id)?.key).join();
  };
  const usual = await keys(() => {});
  const silent: string[] = [];
  for (const field of fieldsOf(worldOf().spec)) {
    if ((await keys((spec) => changeField(spec, field))) === usual) silent.push(field.join('.'));
  }
  assert.deepEqual(silent, ['outputs', 'engine.use', 'engine.image', 'signingKey', 'cacheDir']);
});

function fieldsOf(value: object, above: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([name, below]) =>
    typeof below === 'object' && below !== null && !Array.isArray(below) && Object.keys(below).length > 0
      ? fieldsOf(below, [...above, name])
      : [[...above, name]],
  );
}

function changeField(spec: World['spec'], field: readonly string[]): void {
  const parent = field.slice(0, -1).reduce((one, name) => one[name] as Loose, spec as unknown as Loose);
  const name = field.at(-1) ?? '';
  const value = parent[name];
  if (Array.isArray(value)) value.reverse().push('another');
  else if (typeof value === 'number') parent[name] = value + 1;
  else
    parent[name] =
      typeof value === 'boolean' ? !value : typeof value === 'object' ? { another: 1 } : 'another';
}

type Loose = Record<string, unknown>;

test('a slot is needed by the same outputs in the graph as in the spec', () => {
  for (const method of ['image', 'anaconda'] as const) {
    for (const payload of ['packages', 'liveimg'] as const) {
      for (const kind of outputKinds) {
        const { spec } = worldOf();
        Object.assign(spec.install, { method, payload });
        spec.outputs = [kind];
        const ids = stagesBelow(outputsOf(spec)).map(({ id }) => id);
        assert.equal(ids.includes('slot'), holdSlots([kind], method), `${kind} ${method}`);
        assert.equal(ids.includes('tree'), holdSlots([kind], method) || payload === 'liveimg');
      }
    }
  }
});

test('a make gets what its node declares, and nothing besides', async (t) => {
  const world = worldOf(({ spec }) => spec.outputs.push('qcow2', 'vhdx'));
  const dir = scratchFolder(t);
  const { build, run } = await fakeBuild(dir, world);
  const { calls } = await run();
  const nodes: Node[] = [...build.stages, ...build.outputs];
  assert.deepEqual(calls.map(({ id }) => id).sort(), nodes.map(({ id }) => id).sort());
  const source = await sourceOf(dir, world);
  for (const { id, deps, inputs } of nodes) {
    const call = calls.find((one) => one.id === id);
    assert.deepEqual(Object.keys(call?.values ?? {}), Object.keys(await inputs(source)), id);
    assert.deepEqual(Object.keys(call?.results ?? {}), Object.keys(deps), id);
    assert.ok(Object.isFrozen(call?.values) && Object.isFrozen(call?.results));
    const specs = Object.values(call?.values ?? {}).flatMap((one) => (isSpec(one) ? [one] : []));
    for (const spec of specs)
      for (const name of ['outputs', 'engine', 'cacheDir']) assert.ok(!(name in spec), `${id}: ${name}`);
  }
});

function isSpec(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'system' in value && 'partitions' in value;
}

test('what stands in no key is on this list, each with its reason', async (t) => {
  const signingKey = path.join(scratchFolder(t), 'key.pub');
  writeFileSync(
    signingKey,
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ\n',
  );
  const found: Record<string, string[]> = {};
  for (const method of ['image', 'anaconda'] as const) {
    const world = worldOf(({ spec }) => {
      spec.outputs = [...outputKinds];
      spec.install.method = method;
      spec.signingKey = signingKey;
    });
    const source = await sourceOf('/nowhere', world);
    const leaves = outputsOf(world.spec);
    for (const { id, inputs } of [...stagesBelow(leaves), ...leaves]) {
      const names = Object.entries(await inputs(source)).flatMap(([name, input]) =>
        'why' in input ? [name] : [],
      );
      if (names.length > 0) found[`${id} ${method}`] = names;
    }
  }
  const stages = (method: string) => ({
    [`packages ${method}`]: ['bring'],
    [`tree ${method}`]: ['keys', 'covered'],
    [`compose ${method}`]: ['where', 'covered'],
    [`slot ${method}`]: ['covered'],
  });
  const { name } = worldOf().spec;
  assert.deepEqual(found, {
    ...stages('image'),
    ...stages('anaconda'),
    [`${name}-installer.iso anaconda`]: ['keys'],
    'pxe anaconda': ['keys'],
  });
});
