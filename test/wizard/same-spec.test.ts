import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { parseWith } from '../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../src/commands/project-options.js';
import { presetOf, specOfPreset } from '../../src/presets/preset.js';
import { parsePreset, presetText } from '../../src/presets/preset-text.js';
import { projectFileText } from '../../src/project/starter-files.js';
import { documentToSpec } from '../../src/spec/document.js';
import type { ImageSpec } from '../../src/spec/image-spec.js';
import { parseJsonText } from '../../src/spec/json-text.js';
import { hashPlaceholder } from '../../src/spec/password-hashes.js';
import type { ProjectFile } from '../../src/spec/schema.js';
import { mergeLayers } from '../../src/spec/sources.js';
import { validateSpec } from '../../src/spec/validate.js';
import { redo, undo } from '../../src/wizard/history.js';
import { reproduce } from '../../src/wizard/reproduce.js';
import { caseCount } from '../helpers/case-count.js';
import { generatedSpecs } from '../spec/generated-specs.js';
import { Driver, newSpec, today } from './driver.js';
import { shippedSpecs } from './shipped.js';
import { randomWalk } from './walks.js';

function throughPreset(spec: ImageSpec): ImageSpec {
  const text = presetText(presetOf('mine', 'Mine.', spec));
  return specOfPreset(parsePreset(text, 'mine.json'));
}

function throughProjectFile(spec: ImageSpec): ImageSpec {
  return documentToSpec(parseJsonText(projectFileText(spec), 'tmpfsroot.json').value as ProjectFile);
}

function throughCommand(spec: ImageSpec): ImageSpec {
  const [program, command, ...words] = reproduce(spec);
  assert.deepEqual([program, command], ['tmpfsroot-wizard', 'rebuild']);
  return parsedSpec(words.map((word) => withHashes(word, spec))).spec;
}

function parsedSpec(words: readonly string[]) {
  const parsed = parseWith(addProjectOptions(new Command('rebuild')), words, { stdout: new Writable() });
  return mergeLayers([layerOfOptions(parsed?.options ?? {})], 'folder', today);
}

/** What a person who runs the command puts in: the hashes, which it does not tell. */
function withHashes(word: string, { system }: ImageSpec): string {
  if (word === hashPlaceholder) return system.rootPasswordHash ?? '';
  const hashes = system.users.flatMap(({ passwordHash }) => passwordHash ?? []);
  return word.replaceAll(hashPlaceholder, () => hashes.shift() ?? '');
}

/** A preset, loaded in the wizard, written as a project file, and as a command, is the same spec. */
function assertSame(spec: ImageSpec, how: string): void {
  assert.deepEqual(
    throughPreset(spec),
    { ...spec, engine: { use: 'auto', image: null }, cacheDir: null },
    `preset: ${how}`,
  );
  const loaded = new Driver().load(spec).state.spec;
  assert.deepEqual(throughProjectFile(loaded), spec, `project file: ${how}`);
  assert.deepEqual(throughCommand(throughProjectFile(spec)), spec, `command: ${how}`);
}

/** Whether the shape of every field is right; the wizard makes no other. */
function isWellFormed(spec: ImageSpec): boolean {
  return validateSpec(spec, today).every(({ level }) => level !== 'error');
}

test('generated and shipped specs are the same as preset, project file and command', () => {
  for (const spec of [...generatedSpecs(300, 7), ...shippedSpecs.map(([, shipped]) => shipped), newSpec()]) {
    assertSame(spec, spec.name);
  }
});

test('the command tells no hash of a password, and is refused until one is in its place', () => {
  const secrets = generatedSpecs(300, 7).filter(({ system }) => hashesOf(system).length > 0);
  assert.ok(secrets.length > caseCount(50));
  for (const spec of secrets) {
    const [, , ...words] = reproduce(spec);
    for (const hash of hashesOf(spec.system)) assert.ok(!words.join(' ').includes(hash), spec.name);
    const errors = parsedSpec(words).findings.filter(({ path: field }) => /passwordHash$/i.test(field));
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
  for (const walk of walks) assertSame(walk.driver.state.spec, told(walk));
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
