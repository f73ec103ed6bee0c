import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { keepCopy } from '../../src/base/fs/kept-copy.js';
import { packageFile } from '../../src/base/fs/package-file.js';
import { OwnPresets, presetForm } from '../../src/presets/own-presets.js';
import { openPresets } from '../../src/presets/preset-store.js';
import { presetContent } from '../../src/presets/preset-text.js';
import { failureOf } from '../helpers/failure-of.js';
import { presetNamed, presetSetting } from './setting.js';

const whole = presetContent(presetNamed('pump'));
const binary = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0, 0x80]);

/** What a store may hold that is not a preset, and a word of the reason. */
const damages: [string, string | Uint8Array, RegExp][] = [
  ['broken JSON', '{"version": 1, "name": "pu', /pump\.json:1:/],
  ['an empty file', '', /pump\.json:1:/],
  ['binary', binary, /pump\.json:1:/],
  ['no object', '[1, 2]', /no preset/],
  ['null', 'null', /no preset/],
  ['no fields', '{}', /name of the preset is missing/],
  ['a wrong name', JSON.stringify({ ...whole, name: 7 }), /name of the preset is missing/],
  ['a wrong description', JSON.stringify({ ...whole, description: 7 }), /description is missing or no text/],
  [
    'a wrong version',
    JSON.stringify({ ...whole, version: '1' }),
    /version of the preset is missing or wrong/,
  ],
  ['a field too many', JSON.stringify({ ...whole, describtion: 'x' }), /no field `describtion`/],
  ['a wrong spec', JSON.stringify({ ...whole, document: { version: 1, release: 'x' } }), /`x`/],
  ['no spec', JSON.stringify({ ...whole, document: 'x' }), /document|preset|spec/],
];

describe('a damaged preset', () => {
  for (const [what, content, reason] of damages) {
    it(`${what}: is listed with the reason, is refused, stays as it is, and is set aside when its name is saved`, async (t) => {
      const { store, folder, put } = presetSetting(t);
      await store.save(presetNamed('other'));
      const file = put('pump.json', content);
      const own = (await store.list()).filter(({ origin }) => origin === 'own');
      assert.deepEqual(
        own.map(({ name, preset }) => [name, preset !== null]),
        [
          ['other', true],
          ['pump', false],
        ],
      );
      const { problem } = own[1] ?? {};
      assert.match(`${problem?.where} ${problem?.what}`, reason);
      for (const call of [
        () => store.read('pump'),
        () => store.rename('pump', 'p2'),
        () => store.exportText('pump'),
      ]) {
        const failure = await failureOf(call);
        assert.equal(failure.status, 2);
        assert.match(`${failure.where} ${failure.what}`, reason);
      }
      assert.deepEqual(readFileSync(file), Buffer.from(content));
      const { setAside } = await store.save(presetNamed('pump'));
      assert.ok(setAside?.startsWith(`${file}.broken-20261122T101112.345Z`), setAside ?? 'not set aside');
      assert.deepEqual(readFileSync(setAside ?? ''), Buffer.from(content));
      assert.equal((await store.read('pump')).description, 'About pump.');
      assert.equal(readdirSync(folder).length, 3);
    });
  }

  it('that is damaged again at the same moment does not replace what was set aside before', async (t) => {
    const { store, put } = presetSetting(t);
    const kept = [];
    for (const content of ['first', 'second']) {
      put('pump.json', content);
      kept.push((await store.save(presetNamed('pump'))).setAside ?? '');
    }
    assert.deepEqual(
      kept.map((file) => readFileSync(file, 'utf8')),
      ['first', 'second'],
    );
  });

  it('can be deleted', async (t) => {
    const { store, put } = presetSetting(t);
    const file = put('pump.json', 'damaged');
    assert.equal(readFileSync(await store.delete('pump'), 'utf8'), 'damaged');
    assert.equal(existsSync(file), false);
  });

  it('a folder in its place is listed, is in the way, and stays', async (t) => {
    const { store, folder } = presetSetting(t);
    await store.save(presetNamed('other'));
    mkdirSync(path.join(folder, 'pump.json/inside'), { recursive: true });
    const listed = (await store.list()).find(({ name }) => name === 'pump');
    assert.match(listed?.problem?.what ?? '', /pump\.json` could not be read/);
    for (const call of [
      () => store.read('pump'),
      () => store.save(presetNamed('pump')),
      () => store.delete('pump'),
    ]) {
      assert.match((await failureOf(call)).where ?? '', /pump\.json$/);
    }
    assert.ok(existsSync(path.join(folder, 'pump.json/inside')));
    assert.equal((await store.read('other')).name, 'other');
  });
});

describe('a preset of a newer version', () => {
  for (const [what, content] of [
    ['of the store', { ...whole, version: 9, anything: 'else' }],
    ['of the spec', { ...whole, document: { version: 9, anything: 'else' } }],
  ] as const) {
    it(`${what}: is named with its version, and nothing but \`delete\` touches it`, async (t) => {
      const { store, put, folder } = presetSetting(t);
      const text = JSON.stringify(content);
      const file = put('pump.json', text);
      const listed = (await store.list()).find(({ name }) => name === 'pump');
      assert.match(listed?.problem?.what ?? '', /of version 9, and this program knows version 1/);
      for (const call of [
        () => store.read('pump'),
        () => store.save(presetNamed('pump')),
        () => store.save(presetNamed('pump'), { overwrite: true }),
        () => store.rename('pump', 'p2'),
        () => store.importText(JSON.stringify(whole), { where: 'x.json', overwrite: true }),
      ]) {
        const failure = await failureOf(call);
        assert.equal(failure.status, 2);
        assert.match(failure.remedy ?? '', /tmpfsroot-wizard@latest/);
      }
      assert.equal(readFileSync(file, 'utf8'), text);
      assert.deepEqual(readdirSync(folder), ['pump.json']);
    });
  }
});

describe('a preset of an older version', () => {
  const { document: _, ...rest } = whole;
  const older = JSON.stringify({ ...rest, spec: whole.document });
  const migrations = {
    '2.0.0': (store: {
      get(key: string): unknown;
      set(key: string, value: unknown): void;
      delete(key: string): void;
    }) => {
      store.set('document', store.get('spec'));
      store.delete('spec');
      store.set('version', 2);
    },
  };
  const form = { ...presetForm, version: 2, migrations };
  const clock = () => new Date('2026-11-22T10:11:12.345Z');

  it('is migrated when it is read, and its file stays as it is', async (t) => {
    const { folder, put } = presetSetting(t);
    const file = put('pump.json', older);
    const found = await new OwnPresets(folder, keepCopy, clock, form).read('pump');
    assert.equal(found?.kind, 'preset');
    assert.deepEqual(found?.kind === 'preset' ? found.preset : null, presetNamed('pump'));
    assert.equal(readFileSync(file, 'utf8'), older);
    assert.deepEqual(readdirSync(folder), ['pump.json']);
  });

  for (const [what, broken] of [
    ['fails', { '2.0.0': () => assert.fail('no such field') }],
    ['does not reach the version', {}],
    [
      'makes something else',
      { '2.0.0': (store: { set(key: string, value: unknown): void }) => store.set('document', 7) },
    ],
  ] as const) {
    it(`whose migration ${what} is as a damaged one: said with its path, and kept`, async (t) => {
      const { folder, put } = presetSetting(t);
      const file = put('pump.json', older);
      const own = new OwnPresets(folder, keepCopy, clock, { ...form, migrations: broken });
      const found = await own.read('pump');
      assert.equal(found?.kind, 'damaged');
      assert.ok(found?.kind === 'damaged' && found.failure.message.includes(file));
      assert.equal(readFileSync(file, 'utf8'), older);
      const { setAside } = await own.save(presetNamed('pump'), { overwrite: true });
      assert.equal(readFileSync(setAside ?? '', 'utf8'), older);
    });
  }
});

it('presets of this program are listed and read where a person has none, and the folder is not made', async (t) => {
  const { store, config } = presetSetting(t);
  const names = (await store.list()).map(({ name }) => name);
  assert.deepEqual(names, ['datalogger', 'docker-host', 'gateway', 'kiosk', 'minimal', 'robot']);
  assert.equal((await store.read('robot')).name, 'robot');
  assert.equal(existsSync(config), false);
});

it('something that is not a folder instead of the presets: said with its path, and nothing is written', async (t) => {
  const { config, env, put } = presetSetting(t);
  put('x.json', '');
  const inTheWay = path.join(config, 'tmpfsroot-wizard/presets/x.json');
  const store = openPresets({ ...env, XDG_CONFIG_HOME: inTheWay }, packageFile('presets'), keepCopy);
  const failure = await failureOf(store.save(presetNamed('pump')));
  assert.ok(failure.where?.startsWith(inTheWay));
  assert.equal(readFileSync(inTheWay, 'utf8'), '');
});
