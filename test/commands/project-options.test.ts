import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { Failure } from '../../src/base/failure.js';
import { parseWith } from '../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../src/commands/project-options.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { mergeLayers } from '../../src/config/layers/layers.js';

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
