import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { parseWith } from '../../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../../src/commands/project-options.js';
import { defaultSpec } from '../../../src/config/defaults.js';
import { specToDocument } from '../../../src/config/document.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { commandLine } from '../../../src/config/layers/command-line.js';
import { type Layer, mergeLayers } from '../../../src/config/layers/layers.js';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { failureOf } from '../../helpers/failure-of.js';
import { generatedSpecs } from '../generated-specs.js';

const today = new Date('2026-11-22');

const flagsOnly = { command: [] };

function layerOf(words: readonly string[]): Layer {
  const parsed = parseWith(addProjectOptions(new Command('build')), words, { stdout: new Writable() });
  assert.ok(parsed);
  return layerOfOptions(parsed.options);
}

function specOf(words: readonly string[], ...below: Layer[]): ImageSpec {
  return mergeLayers([layerOf(words), ...below], 'folder', today).spec;
}

const fileOf = (document: unknown): Layer => ({ document, where: () => 'file' });

test('the command line of a spec gives the same spec, users and all kinds of repositories among it', () => {
  for (const spec of generatedSpecs(400, 11)) {
    const words = commandLine(spec, flagsOnly);
    assert.deepEqual(specOf(words), spec, words.join(' '));
  }
});

test('over a project file or preset it gives the same spec too, whatever that says', () => {
  const specs = generatedSpecs(400, 5);
  for (const [index, spec] of specs.entries()) {
    const base = specs.at(-index) as ImageSpec;
    const under = specToDocument(base);
    const words = commandLine(spec, { under, ...flagsOnly });
    assert.deepEqual(specOf(words, fileOf(under)), spec, words.join(' '));
  }
});

test('what lies under the flags is not said again, whatever it is', () => {
  for (const spec of generatedSpecs(400, 5)) {
    const words = commandLine(spec, { under: specToDocument(spec), ...flagsOnly });
    assert.deepEqual(words, ['--name', spec.name]);
  }
});

test('only what differs is said, with the flag of the field where it has one', () => {
  const spec = defaultSpec({ name: 'robot' });
  assert.deepEqual(commandLine(spec), ['tmpfsroot-wizard', 'build', '--name', 'robot']);
  spec.partitions.sizes.log = 4096;
  spec.system.users = [userSpec({ name: 'op', groups: [], passwordHash: null, sshKeys: [] })];
  spec.packages = ['-nano'];
  assert.deepEqual(commandLine(spec, flagsOnly), [
    ...['--name', 'robot', '--package=-nano', '--log-size', '4G'],
    ...['--set', 'system.users=[{"name":"op"}]'],
  ]);
});

test('repositories that are known are said by their ids', () => {
  const wordsOf = (...ids: string[]) => {
    const spec = defaultSpec({ name: 'robot' });
    spec.repositories = ids.map((id) => repositorySpec({ id }));
    return commandLine(spec, flagsOnly).slice(2).join(' ');
  };
  assert.equal(wordsOf('fedora', 'updates', 'docker-ce'), '--repo docker-ce');
  assert.equal(wordsOf('updates', 'fedora'), '--repo updates --repo fedora');
  assert.equal(wordsOf('docker-ce'), '--set repositories=[{"id":"docker-ce"}]');
});

test('--set sets any field, wins over the other flags, and merges sections', () => {
  const spec = specOf([
    ...['--set', 'system={"hostname":"a","keymap":"jp106"}', '--hostname', 'b'],
    ...['--set', 'system.keymap="de"', '--set', 'disks.sizeMiB="64G"', '--timezone', 'Asia/Tokyo'],
  ]);
  assert.equal(spec.system.hostname, 'a');
  assert.equal(spec.system.keymap, 'de');
  assert.equal(spec.system.timezone, 'Asia/Tokyo');
  assert.equal(spec.disks.sizeMiB, 65536);
});

test('a field that does not exist is refused with the one that was meant, at --set', () => {
  const { findings } = mergeLayers([layerOf(['--set', 'system.hostnam="x"'])], 'x', today);
  assert.deepEqual(
    findings.map(({ where, path }) => [where, path]),
    [['--set', 'system.hostnam']],
  );
  assert.match(findings[0]?.remedy ?? '', /Did you mean `hostname`/);
  const wrong = mergeLayers(
    [layerOf(['--set', 'system.users=[{"name":"A B"}]', '--log-size', 'x'])],
    'x',
    today,
  );
  assert.deepEqual(
    wrong.findings.map(({ where }) => where),
    ['--log-size', '--set'].sort(),
  );
});

test('what is not PATH=JSON is refused with an example', async () => {
  for (const text of ['hostname', '=1', 'system.users[0]={}', '__proto__={}', 'a..b=1']) {
    assert.match((await failureOf(() => layerOf(['--set', text]))).what, /is not PATH=JSON/, text);
  }
  const { what, remedy } = await failureOf(() => layerOf(['--set', 'system.hostname=robot']));
  assert.match(what, /is not valid JSON/);
  assert.match(remedy ?? '', /double quotes/);
});
