import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type PresetSetting, presetNamed, presetSetting } from './setting.js';

const program = fileURLToPath(new URL('./programs/save-presets.js', import.meta.url));
const people = ['ann', 'bob', 'cyd', 'dan'];

/** A process that saves presets; its lines are there when it has ended. */
function saver({ env }: PresetSetting, words: readonly string[]) {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => {
    printed += bytes.toString();
  });
  const ended = new Promise<string[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(printed.split('\n').slice(0, -1)));
  });
  return { child, ended, isReady: () => printed.startsWith('ready\n') };
}

const savedIn = (lines: readonly string[]) => lines.filter((line) => line.startsWith('saved '));

/** The own presets, each of which must be readable. */
async function ownPresets({ store }: PresetSetting) {
  const listed = (await store.list()).filter(({ origin }) => origin === 'own');
  return listed.map(({ name, preset, problem }) => {
    assert.equal(problem, null, `${name}: ${problem?.what}`);
    return { name, about: preset?.description.split('\n')[0], length: preset?.description.length };
  });
}

describe('presets that several processes save at once', () => {
  it('four with 25 presets each: all 100 are there', async (t) => {
    const setting = presetSetting(t);
    await Promise.all(people.map((who) => saver(setting, ['new', who, '25']).ended));
    const wanted = people.flatMap((who) => Array.from({ length: 25 }, (_, turn) => `${who} ${turn + 1}`));
    const own = await ownPresets(setting);
    assert.deepEqual(own.map(({ name }) => name).sort(), wanted.sort());
    for (const { name, about } of own) assert.equal(about, name);
    assert.equal(readdirSync(setting.folder).length, 100);
  });

  it('of one name: the first wins, and the others are told that it is taken', async (t) => {
    const setting = presetSetting(t);
    const lines = await Promise.all(people.map((who) => saver(setting, ['same', who, '3']).ended));
    const winner = lines.findIndex((printed) => savedIn(printed).length > 0);
    assert.deepEqual(savedIn(lines.flat()).length, 1);
    assert.equal(lines.flat().filter((line) => line === 'refused shared 2').length, 11);
    const turn = savedIn(lines.flat())[0]?.split(' ').at(-1);
    assert.equal(
      (await setting.store.read('shared')).description.split('\n')[0],
      `${people[winner]} ${turn}`,
    );
  });

  it('of one name that may be replaced: at every moment it is there and whole, at last as the last one has it', async (t) => {
    const setting = presetSetting(t);
    await setting.store.save(presetNamed('shared'));
    const savers = people.map((who) => saver(setting, ['overwrite', who, '5']));
    let over = false;
    const all = Promise.all(savers.map(({ ended }) => ended)).finally(() => {
      over = true;
    });
    let readings = 0;
    while (!over) {
      await setting.store.read('shared');
      readings += 1;
      await sleep(1);
    }
    assert.equal(savedIn((await all).flat()).length, 20);
    assert.ok(readings > 20, `${readings} readings`);
    const [only, ...others] = await ownPresets(setting);
    assert.deepEqual(others, []);
    assert.ok(
      people.some((who) => only?.about === `${who} 5`),
      only?.about,
    );
  });
});

describe('a preset that several processes describe at once', () => {
  it('is there at every moment, and says at last what the last one said', async (t) => {
    const setting = presetSetting(t);
    await setting.store.save(presetNamed('shared'));
    const { document } = await setting.store.read('shared');
    const describers = people.map((who) => saver(setting, ['describe', who, '5']));
    let over = false;
    const all = Promise.all(describers.map(({ ended }) => ended)).finally(() => {
      over = true;
    });
    while (!over) {
      assert.deepEqual((await setting.store.read('shared')).document, document);
      await sleep(1);
    }
    await all;
    const { description } = await setting.store.read('shared');
    assert.ok(
      people.some((who) => description === `${who} 5`),
      description,
    );
    assert.deepEqual(readdirSync(setting.folder), ['shared.json']);
  });
});

describe('a process that is killed while it saves', () => {
  it('leaves no half-written preset and loses none that was there', async (t) => {
    const setting = presetSetting(t);
    await setting.store.save(presetNamed('shared', `from the start\n${'x'.repeat(20_000)}`));
    const kept = new Set(['shared']);
    let killedInTheMiddle = 0;
    for (let round = 0; round < 6; round += 1) {
      const savers = ['left', 'right'].map((side) => ({
        who: `${side} ${round}`,
        ...saver(setting, ['both', `${side} ${round}`, '10000']),
      }));
      await Promise.all(savers.map((one) => killAtSomeMoment(one)));
      for (const { ended } of savers) {
        for (const line of savedIn(await ended)) kept.add(line.split(' ').slice(1, -1).join(' '));
      }
      killedInTheMiddle += readdirSync(setting.folder).filter((name) => name.startsWith('.')).length;
      const own = await ownPresets(setting);
      const names = own.map(({ name }) => name);
      for (const name of kept) assert.ok(names.includes(name), `${name} is lost`);
      for (const { name, length = 0 } of own) assert.ok(length > 20_000, `${name} is cut short`);
    }
    assert.ok(killedInTheMiddle > 0, 'no process was killed in the middle of saving');
    const hidden = () => readdirSync(setting.folder).filter((name) => name.startsWith('.'));
    for (const name of hidden()) utimesSync(path.join(setting.folder, name), 0, 0);
    await setting.store.save(presetNamed('afterwards'));
    assert.deepEqual(hidden(), [], 'what they left is removed by one that saves on a later day');
  });
});

async function killAtSomeMoment(one: { child: ChildProcess; ended: Promise<unknown>; isReady(): boolean }) {
  while (!one.isReady() && one.child.exitCode === null) await sleep(5);
  await sleep(100 + Math.random() * 300);
  one.child.kill('SIGKILL');
  await one.ended;
}
