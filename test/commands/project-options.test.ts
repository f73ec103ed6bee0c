import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { parseWith } from '../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../src/commands/project-options.js';
import { Failure } from '../../src/spec/failure.js';
import { fieldsBeyondFlags, specToFlags } from '../../src/spec/flags.js';
import type { ImageSpec } from '../../src/spec/image-spec.js';
import { type Layer, mergeLayers } from '../../src/spec/sources.js';
import { generatedSpecs } from '../spec/generated-specs.js';

function parse(words: readonly string[]) {
  let printed = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      printed += chunk;
      done();
    },
  });
  const parsed = parseWith(addProjectOptions(new Command('build')), words, { stdout });
  return { parsed, printed: () => printed };
}

function specOf(words: readonly string[]): ImageSpec {
  const { parsed } = parse(words);
  assert.ok(parsed);
  return mergeLayers([layerOfOptions(parsed.options)], 'folder', new Date('2026-11-22')).spec;
}

test('the flags that reproduce a spec give the same spec', () => {
  for (const spec of generatedSpecs(300, 11)) {
    assert.deepEqual(fieldsBeyondFlags(spec), []);
    assert.deepEqual(specOf(specToFlags(spec)), spec, specToFlags(spec).join(' '));
  }
});

test('flags over a project file give the same spec too', () => {
  const [base, ...others] = generatedSpecs(60, 5);
  assert.ok(base);
  for (const spec of others) {
    spec.partitions.disks = { ...base.partitions.disks, ...spec.partitions.disks };
    spec.repositories ??= base.repositories;
    spec.packages ??= base.packages;
    const { parsed } = parse(specToFlags(spec, base));
    const layers: Layer[] = [
      layerOfOptions(parsed?.options ?? {}),
      { document: documentOf(base), where: () => 'file' },
    ];
    assert.deepEqual(mergeLayers(layers, 'folder', new Date('2026-11-22')).spec, spec);
  }
});

/** A spec is a project file that says everything; null repositories and packages included. */
function documentOf(spec: ImageSpec): unknown {
  return JSON.parse(JSON.stringify(spec));
}

test('what flags cannot say is named', () => {
  const [spec] = generatedSpecs(1);
  assert.ok(spec);
  spec.system.users = [{ name: 'op', groups: [], passwordHash: null, sshKeys: [] }];
  spec.repositories = [{ id: 'a', baseurl: [], metalink: 'https://m/', keys: ['k'] }];
  assert.deepEqual(fieldsBeyondFlags(spec), ['repositories', 'system.users']);
});

test('disks may be given with commas or one by one, arguments with commas stay whole', () => {
  assert.deepEqual(specOf(['--disk', 'sda,sdb', '--disk', 'sdc']).disks.devices, ['sda', 'sdb', 'sdc']);
  assert.deepEqual(specOf(['--kernel-arg', 'isolcpus=1,2']).system.kernelArguments, ['isolcpus=1,2']);
  assert.equal(specOf(['--unattended']).install.unattended, true);
  assert.equal(specOf(['--unattended', '--no-unattended']).install.unattended, false);
});

test('an unknown flag is refused with the one that was meant, a flag without value and a stray word too', () => {
  const table: [string[], RegExp, RegExp][] = [
    [['--relase', '44'], /`--relase`/, /Did you mean `--release`/],
    [['--release'], /argument missing/i, /build --help/],
    [['stray'], /too many arguments/i, /build --help/],
  ];
  for (const [words, what, remedy] of table) {
    assert.throws(
      () => parse(words),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.exitStatus, 2);
        assert.match(error.facts.what, what);
        assert.match(error.facts.remedy ?? '', remedy);
        return true;
      },
    );
  }
});

test('the help is printed to standard output and lists each flag', () => {
  const { parsed, printed } = parse(['--help']);
  assert.equal(parsed, null);
  assert.match(printed(), /Usage: tmpfsroot-wizard build/);
  for (const flag of ['-C', '--release', '--docker-disk', '--repo', '--no-unattended']) {
    assert.ok(printed().includes(` ${flag}`), flag);
  }
});

test('a key without a repository is refused', () => {
  assert.throws(() => specOf(['--key', 'k.asc']), /belongs to no repository/);
});
