import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { parseJsonText } from '../../src/base/json-text.js';
import { parseWith } from '../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../src/commands/project-options.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { documentToSpec } from '../../src/config/document.js';
import { hashPlaceholder } from '../../src/config/fields/password-hash.js';
import { validateSpec } from '../../src/config/findings/validate.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { mergeLayers } from '../../src/config/layers/layers.js';
import type { ProjectFile } from '../../src/config/schema.js';
import { presetLayer, presetOf, sharedDocument, specOfPreset } from '../../src/presets/preset.js';
import { parsePreset, presetText } from '../../src/presets/preset-text.js';
import { projectFileText } from '../../src/project/write/project-file-text.js';
import { redo, undo } from '../../src/wizard/model/history.js';
import { reproduce } from '../../src/wizard/model/review-text.js';
import type { PresetOrigin, WizardState } from '../../src/wizard/model/state.js';
import { generatedSpecs } from '../config/generated-specs.js';
import { caseCount } from '../helpers/case-count.js';
import { Driver, newSpec, today } from './driver.js';
import { shippedSpecs } from './shipped.js';
import { randomWalk } from './walks.js';

function throughPreset(spec: ImageSpec): ImageSpec {
  const text = presetText(presetOf('mine', 'Mine.', spec));
  return specOfPreset(parsePreset(text, 'mine.json'), spec.name);
}

function throughProjectFile(spec: ImageSpec): ImageSpec {
  return documentToSpec(parseJsonText(projectFileText(spec), 'tmpfsroot.json').value as ProjectFile);
}

type Begun = Pick<WizardState, 'spec' | 'origin'>;

function throughCommand(begun: Begun): ImageSpec {
  const [program, command, ...words] = reproduce(begun);
  assert.deepEqual([program, command], ['tmpfsroot-wizard', 'rebuild']);
  return parsedSpec(
    words.map((word) => withHashes(word, begun.spec)),
    begun.origin,
  ).spec;
}

/** What the command means in an empty folder, on a machine that has the preset. */
function parsedSpec(words: readonly string[], origin: PresetOrigin | null) {
  const parsed = parseWith(addProjectOptions(new Command('rebuild')), words, { stdout: new Writable() });
  assert.equal(parsed?.options.preset, origin?.word);
  const preset = origin === null ? [] : [presetLayer({ name: origin.word, description: '', ...origin })];
  return mergeLayers([layerOfOptions(parsed?.options ?? {}), ...preset], 'folder', today);
}

/** What a person who runs the command puts in: the hashes, which it does not tell. */
function withHashes(word: string, { system }: ImageSpec): string {
  if (word === hashPlaceholder) return system.rootPasswordHash ?? '';
  const hashes = system.users.flatMap(({ passwordHash }) => passwordHash ?? []);
  return word.replaceAll(hashPlaceholder, () => hashes.shift() ?? '');
}

/** A preset, loaded in the wizard, written as a project file, and as a command, is the same spec. */
function assertSame({ spec, origin }: Begun, how: string): void {
  assert.deepEqual(
    throughPreset(spec),
    {
      ...{ ...spec, engine: { use: 'auto', image: null }, signingKey: null, cacheDir: null },
      // The device is called after the image, which is called after its folder.
      system: { ...spec.system, hostname: defaultSpec({ name: spec.name }).system.hostname },
    },
    `preset: ${how}`,
  );
  const loaded = new Driver().load(spec).state.spec;
  assert.deepEqual(throughProjectFile(loaded), spec, `project file: ${how}`);
  assert.deepEqual(throughCommand({ spec: throughProjectFile(spec), origin }), spec, `command: ${how}`);
}

/** Whether the shape of every field is right; the wizard makes no other. */
function isWellFormed(spec: ImageSpec): boolean {
  return validateSpec(spec, today).every(({ level }) => level !== 'error');
}

test('generated and shipped specs are the same as preset, project file and command', () => {
  for (const spec of [...generatedSpecs(300, 7), ...shippedSpecs.map(([, shipped]) => shipped), newSpec()]) {
    assertSame({ spec, origin: null }, spec.name);
  }
});

/** A spec as a preset that another one may begin with. */
function originOf(spec: ImageSpec): PresetOrigin {
  return { word: 'mine', document: sharedDocument(presetOf('mine', '', spec)) };
}

test('whatever preset a spec began with, the command with it gives the same', () => {
  const specs = generatedSpecs(300, 9);
  for (const [index, spec] of specs.entries()) {
    const begun = { spec, origin: originOf(specs.at(-index) ?? spec) };
    assert.deepEqual(throughCommand(begun), spec, reproduce(begun).join(' '));
  }
});

test('what a preset says is not said again, and a hash that it has is not asked for', () => {
  for (const spec of generatedSpecs(300, 7)) {
    const { engine, signingKey, cacheDir } = defaultSpec();
    const hostname = defaultSpec({ name: spec.name }).system.hostname;
    const saved = { ...spec, engine, signingKey, cacheDir, system: { ...spec.system, hostname } };
    const words = reproduce({ spec: saved, origin: originOf(saved) });
    assert.deepEqual(words, ['tmpfsroot-wizard', 'rebuild', '--preset', 'mine', '--name', spec.name]);
  }
});

test('the command tells no hash of a password, and is refused until one is in its place', () => {
  const secrets = generatedSpecs(300, 7).filter(({ system }) => hashesOf(system).length > 0);
  assert.ok(secrets.length > caseCount(50));
  for (const spec of secrets) {
    const [, , ...words] = reproduce({ spec, origin: null });
    for (const hash of hashesOf(spec.system)) assert.ok(!words.join(' ').includes(hash), spec.name);
    const errors = parsedSpec(words, null).findings.filter(({ path: field }) => /passwordHash$/i.test(field));
    assert.equal(errors.length, hashesOf(spec.system).length, spec.name);
    for (const { message, remedy } of errors)
      assert.match(`${message} ${remedy}`, /PASSWORD-HASH.*tmpfsroot\.json/);
  }
});

function hashesOf({ rootPasswordHash, users }: ImageSpec['system']): string[] {
  return [rootPasswordHash, ...users.map(({ passwordHash }) => passwordHash)].filter((hash) => hash !== null);
}

/** Each walk is taken once, for all that is asserted of it. */
const walks = Array.from({ length: caseCount(250) }, (_, seed) => ({ seed, ...randomWalk(seed, 40) }));
const told = ({ seed, pressed }: (typeof walks)[number]) => `seed ${seed}: ${pressed.join(', ')}`;

test('whatever keys are pressed, the spec is the same as preset, project file and command', () => {
  for (const walk of walks) assertSame(walk.driver.state, told(walk));
  const valid = walks.filter(({ driver }) => isWellFormed(driver.state.spec)).length;
  assert.ok(valid > walks.length / 4, `${valid} of ${walks.length} specs could be built`);
});

test('undo all the way back gives the first spec, and redo all the way the last', () => {
  for (const walk of walks) {
    let { state } = walk.driver;
    while (state.future.length > 0) state = redo(state);
    const last = state;
    const first = last.past[0] ?? last;
    while (state.past.length > 0) state = undo(state);
    assert.deepEqual(state.spec, first.spec, told(walk));
    while (state.future.length > 0) state = redo(state);
    assert.deepEqual(state.spec, last.spec, told(walk));
    assert.equal(state.screen, last.screen);
  }
});

test('however keys are pressed, a run is only asked for when nothing is wrong', () => {
  for (const { seed, driver } of walks) {
    if (driver.state.overlay !== null) driver.press('escape');
    if (driver.state.query !== null) driver.press('escape');
    const requests = driver.state.requests.length;
    for (let turn = 0; turn < 9 && driver.state.screen !== 'start'; turn += 1) driver.press('enter');
    const asked = driver
      .requests()
      .slice(requests)
      .filter(({ type }) => type === 'run');
    if (asked.length > 0) {
      assert.ok(
        driver.state.findings.every(({ level }) => level !== 'error'),
        `seed ${seed}`,
      );
      assert.deepEqual(asked[0], { type: 'run', spec: driver.state.spec, relock: false });
    }
  }
});
