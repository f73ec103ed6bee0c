import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { presetOf, specOfPreset } from '../../src/presets/preset.js';
import type { PresetStore } from '../../src/presets/preset-store.js';
import { parsePreset, presetText } from '../../src/presets/preset-text.js';
import { generatedSpecs } from '../config/generated-specs.js';
import { failureOf } from '../helpers/failure-of.js';
import { presetNamed, presetSetting } from './setting.js';

describe('rename', () => {
  it('gives an own preset another name, under which it says the same', async (t) => {
    const { store, folder } = presetSetting(t);
    await store.save(presetNamed('pump'));
    const { file, setAside } = await store.rename('pump', 'pump 2');
    assert.equal(setAside, null);
    assert.ok(existsSync(file));
    assert.deepEqual(await store.read('pump 2'), { ...presetNamed('pump'), name: 'pump 2' });
    assert.deepEqual(readdirSync(folder), ['pump 2.json']);
  });

  it('refuses a name that is taken, that this program has, or that is not valid, and changes nothing', async (t) => {
    const { store, folder } = presetSetting(t);
    await store.save(presetNamed('pump'));
    await store.save(presetNamed('other'));
    for (const [to, what] of [
      ['other', /a preset `other` already/],
      ['robot', /`robot` is the name of a bundled preset/],
      ['../x', /not a valid name/],
    ] as const) {
      const failure = await failureOf(store.rename('pump', to));
      assert.equal(failure.status, 2);
      assert.match(failure.what, what);
    }
    assert.deepEqual(readdirSync(folder).sort(), ['other.json', 'pump.json']);
  });

  it('to its own name is nothing to do; a shipped one and an unknown one are refused', async (t) => {
    const { store } = presetSetting(t);
    await store.save(presetNamed('pump'));
    assert.equal((await store.rename('pump', 'pump')).setAside, null);
    assert.match(
      (await failureOf(store.rename('robot', 'x'))).what,
      /a bundled preset and cannot be renamed/,
    );
    const unknown = await failureOf(store.rename('pumq', 'x'));
    assert.match(`${unknown.what} ${unknown.remedy}`, /no preset `pumq`. Did you mean `pump`/);
  });

  it('to the name of a damaged one sets that one aside', async (t) => {
    const { store, put } = presetSetting(t);
    await store.save(presetNamed('pump'));
    put('pump 2.json', 'damaged');
    const { setAside } = await store.rename('pump', 'pump 2');
    assert.equal(readFileSync(setAside ?? '', 'utf8'), 'damaged');
    assert.equal((await store.read('pump 2')).description, 'About pump.');
  });
});

describe('delete', () => {
  it('takes an own preset out of the list and keeps its file; a shipped one is refused, an unknown one named with the nearest', async (t) => {
    const { store, folder } = presetSetting(t);
    await store.save(presetNamed('pump'));
    const text = readFileSync(path.join(folder, 'pump.json'), 'utf8');
    const kept = await store.delete('pump');
    assert.deepEqual(readdirSync(folder), [path.basename(kept)]);
    assert.equal(readFileSync(kept, 'utf8'), text);
    assert.deepEqual(await ownNames(store), []);
    assert.match((await failureOf(store.delete('robot'))).what, /a bundled preset and cannot be deleted/);
    const unknown = await failureOf(store.delete('robto'));
    assert.equal(unknown.status, 2);
    assert.match(unknown.remedy ?? '', /Did you mean `robot`/);
    assert.match((await failureOf(store.delete('../../x'))).what, /no preset/);
  });
});

/** What a preset keeps of a spec: nothing of the machine that builds, nor the name of the device. */
function kept(spec: ImageSpec): ImageSpec {
  const { engine, signingKey, cacheDir, system } = defaultSpec({ name: spec.name });
  return { ...spec, engine, signingKey, cacheDir, system: { ...spec.system, hostname: system.hostname } };
}

const ownNames = async (store: PresetStore) =>
  (await store.list()).filter(({ origin }) => origin === 'own').map(({ name }) => name);

describe('describe', () => {
  it('replaces what an own preset says of itself, and nothing else', async (t) => {
    const { store, folder } = presetSetting(t);
    await store.save(presetNamed('pump', 'Old.\nLines.'));
    await store.describe('pump', 'New.\nWhy.');
    assert.deepEqual(await store.read('pump'), presetNamed('pump', 'New.\nWhy.'));
    assert.deepEqual(readdirSync(folder), ['pump.json']);
  });

  it('refuses shipped, unknown and damaged ones, and changes nothing', async (t) => {
    const { store, put } = presetSetting(t);
    const file = put('torn.json', 'damaged');
    for (const [name, what] of [
      ['robot', /a bundled preset and cannot be described/],
      ['absent', /no preset `absent`/],
      ['../x', /no preset/],
      ['torn', /not JSON|no JSON|JSON/],
    ] as const) {
      assert.match((await failureOf(store.describe(name, 'x'))).what, what);
    }
    assert.equal(readFileSync(file, 'utf8'), 'damaged');
  });
});

describe('a name that this program ships', () => {
  it('cannot be taken; an own preset that had it before stays a person`s own', async (t) => {
    const { store, put } = presetSetting(t);
    assert.match((await failureOf(store.save(presetNamed('robot')))).remedy ?? '', /`my robot`/);
    put('robot.json', presetText(presetNamed('robot', 'Mine.')));
    assert.equal((await store.read('robot')).description, 'Mine.');
    const robots = (await store.list()).filter(({ name }) => name === 'robot');
    assert.deepEqual(
      robots.map(({ origin }) => origin),
      ['own'],
    );
    await store.save(presetNamed('robot', 'Mine too.'), { overwrite: true });
    await store.delete('robot');
    assert.match((await store.read('robot')).description, /mobile robot/);
  });
});

describe('export and import', () => {
  it('bring the same preset to another person, under its own or a given name', async (t) => {
    const [from, to] = [presetSetting(t).store, presetSetting(t).store];
    await from.save(presetNamed('pump', 'What for.\nWhy so.\n\nMore.'));
    const text = await from.exportText('pump');
    assert.doesNotMatch(text, /__internal__/, "conf's own");
    await to.importText(text, { where: 'pump.json' });
    await to.importText(text, { where: 'pump.json', name: 'site 7' });
    assert.deepEqual(await to.read('pump'), await from.read('pump'));
    assert.deepEqual(await to.read('site 7'), { ...(await from.read('pump')), name: 'site 7' });
    assert.equal(await to.exportText('pump'), text);
  });

  it('a name that is taken is replaced only when that is asked for; a shipped one goes by another name', async (t) => {
    const { store } = presetSetting(t);
    await store.save(presetNamed('pump', 'Old.'));
    const text = presetText(presetNamed('pump', 'New.'));
    assert.match((await failureOf(store.importText(text, { where: 'x' }))).what, /`pump` already/);
    assert.equal((await store.read('pump')).description, 'Old.');
    await store.importText(text, { where: 'x', overwrite: true });
    assert.equal((await store.read('pump')).description, 'New.');
    const shipped = await store.exportText('gateway');
    assert.equal((await failureOf(store.importText(shipped, { where: 'x' }))).status, 2);
    const { preset } = await store.importText(shipped, { where: 'x', name: 'mine' });
    assert.deepEqual(preset.document, (await store.read('gateway')).document);
  });

  it('a file with faults is refused with every one at its place, and nothing is kept', async (t) => {
    const { store, config } = presetSetting(t);
    const text = `{\n  "version": 1,\n  "nam": "x",\n  "document": {"version": 1, "release": "f44", "disk": {}}\n}\n`;
    const { what, status } = await failureOf(store.importText(text, { where: 'site.json' }));
    assert.equal(status, 2);
    for (const place of ['site.json:3:3 nam', 'name', 'description', 'document.release', 'document.disk'])
      assert.ok(what.includes(place), `${place}: ${what}`);
    assert.equal(existsSync(config), false);
  });
});

describe('a spec', () => {
  it('is the same after it was a preset that was saved, read, exported and imported', async (t) => {
    const { store } = presetSetting(t);
    for (const [turn, spec] of generatedSpecs(12, 11).entries()) {
      await store.save(presetOf(`p ${turn}`, 'x', spec));
      await store.importText(await store.exportText(`p ${turn}`), { where: 'x', name: `q ${turn}` });
      for (const name of [`p ${turn}`, `q ${turn}`])
        assert.deepEqual(specOfPreset(await store.read(name), spec.name), kept(spec));
    }
  });

  it('is the same after it was the text of a preset, and so is the text', () => {
    for (const spec of generatedSpecs(300, 12)) {
      const text = presetText(presetOf('p', 'x\ny', spec));
      const read = parsePreset(text, 'p.json');
      assert.deepEqual(specOfPreset(read, spec.name), kept(spec));
      assert.equal(presetText(read), text);
    }
  });

  it('that has no main disk of its own choice takes the first of the disks that are laid over it', () => {
    const preset = presetOf('p', 'x', specOfPreset(presetNamed('p')));
    assert.equal(preset.document.disks?.main, undefined);
  });
});
