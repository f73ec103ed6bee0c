import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { grubConfigPath } from '../../src/image/boot/grub-config.js';
import { type BootState, domains, fields, firstState } from '../../src/slots/boot-state.js';
import { type Copies, type Copy, newestOf, type Sequence } from '../../src/slots/copies.js';
import {
  blockSize,
  copyPaths,
  firstBlocks,
  formatBlock,
  parseBlock,
} from '../../src/slots/environment-block.js';
import { grubFunctions } from '../../src/slots/grub-script.js';
import { follow, rules } from '../../src/slots/rules.js';
import { startMachine } from '../../src/vm/machine.js';
import { caseCount } from '../helpers/case-count.js';
import { randomOf } from '../helpers/random.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder, writeTree } from '../helpers/scratch.js';
import { grub } from '../slots/device-model.js';
import {
  type Damage,
  damageScript,
  damages,
  espArgument,
  packedConfig,
  secondEspNumber,
} from './grub-damage.js';

interface Case {
  name: string;
  /** Content of both files; null where there is none. */
  files: [string | null, string | null];
}

/** Against hanging: a busy host was seen to take more than a quarter of an hour for all cases. */
const allCasesLimit = 45 * 60_000;
/** Size of each partition. */
const partMiB = 64;
const garbage = 'garbage '.repeat(blockSize / 8);

/**
 * What GRUB has without its own modules of Fedora: no arithmetic. What would end it is left out too. With btrfs comes
 * a second format of compressed files, as in Fedora's image.
 */
const modules = `fat part_gpt normal configfile loadenv test echo serial regexp gzio btrfs pgp gcry_rsa gcry_sha256`;

/** Each rule of GRUB with either copy as the newest, states at random, and blocks of every damage. */
function cases(): Case[] {
  const states = [
    ...rules.filter(({ event }) => event === 'boot').map(({ id, when }) => [id, stateFor(when)] as const),
    ...Array.from({ length: caseCount(60) }, (_, index) => [`random ${index}`, randomState()] as const),
  ];
  const pairs = states.flatMap(([name, state], index): Case[] => {
    const seq = String(index % 3) as Sequence;
    const before = String((index + 2) % 3) as Sequence;
    const block = formatBlock(seq, state);
    const older = formatBlock(before, firstState);
    const choices: Case[] = [
      { name: `${name}, in the first copy`, files: [block, older] },
      { name: `${name}, in the second copy`, files: [older, block] },
    ];
    return name.startsWith('random') ? choices.slice(index % 2, (index % 2) + 1) : choices;
  });
  const trial = formatBlock('1', { ...firstState, trial: '1', tries: '3' });
  const saved = formatBlock('1', { ...firstState, saved_entry: '1' });
  const damaged: Case[] = [
    { name: 'both garbage', files: [garbage, garbage] },
    { name: 'both missing', files: [null, null] },
    { name: 'both zero', files: ['\0'.repeat(blockSize), '\0'.repeat(blockSize)] },
    { name: 'both empty', files: ['', ''] },
    { name: 'the first garbage', files: [garbage, trial] },
    { name: 'the second garbage', files: [trial, garbage] },
    { name: 'the first missing', files: [null, trial] },
    { name: 'the second missing', files: [trial, null] },
    { name: 'the first torn', files: [trial.replace('seq2=1', 'seq2=0'), saved] },
    { name: 'the second torn', files: [saved, trial.replace('seq2=1', 'seq2=0')] },
    { name: 'a title for saved_entry', files: [trial.replace('saved_entry=0', 'saved_entry=Fedora'), saved] },
    { name: 'a title for next_entry', files: [saved.replace('next_entry=', 'next_entry=a b'), garbage] },
    { name: 'signs of the language', files: [saved.replace('trial=', 'trial="$x'), trial] },
  ];
  return [...pairs, ...damaged];
}

const next = randomOf(17);

function randomState(): BootState {
  const pick = (values: readonly string[]) => values[Math.floor(next() * values.length)] ?? '';
  return Object.fromEntries(fields.map((field) => [field, pick(domains[field])])) as BootState;
}

/** A state for which a rule holds. */
function stateFor(when: Readonly<Partial<Record<string, readonly string[]>>>): BootState {
  const chosen = fields.map((field) => [field, when[field]?.[0] ?? firstState[field]]);
  return Object.fromEntries(chosen) as BootState;
}

function copiesOf({ files }: Pick<Case, 'files'>): Copies {
  const [first, second] = files.map((file): Copy => (file === null ? null : parseBlock(file)));
  return [first ?? null, second ?? null];
}

const all = cases();
let work: string;
let disk: string;
/** What GRUB said. */
let log: string;
let broken: Damage[];

before(async () => {
  work = newFolder('tfr-');
  disk = path.join(work, 'disk.img');
  broken = damages(work);
  // By their numbers.
  const partitions = new Map(
    [1, 2, 3, secondEspNumber].map((number) => [number, path.join(work, `p${number}`)]),
  );
  const [esp = '', slotA = '', slotB = '', secondEsp = ''] = partitions.values();
  for (const folder of partitions.values()) writeTree(folder, { none: '' });
  all.forEach(({ files }, index) => {
    files.forEach((content, copy) => {
      if (content !== null) writeTree(esp, { [`c${index}/${copyPaths[copy === 0 ? 0 : 1]}`]: content });
    });
  });
  const other = packedConfig('other', work);
  broken.forEach(({ config, runs, slots }, index) => {
    const name = `d${index}`;
    const blocks = firstBlocks(firstState).map((block) => [block.path, block.content]);
    writeTree(path.join(esp, name), Object.fromEntries(blocks));
    if (config !== null) writeTree(path.join(esp, name), { [grubConfigPath]: config });
    if (runs !== 'none') writeTree(path.join(secondEsp, name), { [grubConfigPath]: other });
    if (slots === undefined) return;
    writeTree(path.join(slotA, name, 'boot'), slots.a);
    writeTree(path.join(slotB, name, 'boot'), slots.b);
  });
  writeTree(esp, { 'EFI/BOOT/grub.cfg': configFor() });
  mustRun('grub-mkimage', [
    ...['-O', 'x86_64-efi', '-p', '/EFI/BOOT', '-o', path.join(esp, 'EFI/BOOT/BOOTX64.EFI')],
    ...modules.split(' '),
  ]);
  const places = [...partitions].map(([number, folder], index) => ({
    number,
    folder,
    at: 1 + index * partMiB,
  }));
  mustRun('truncate', ['-s', `${places.length * partMiB + 2}M`, disk]);
  const lines = places.map(({ number, at }) => `${number} : start=${at}MiB, size=${partMiB}MiB, type=U\n`);
  mustRun('sfdisk', ['-q', disk], { input: `label: gpt\n${lines.join('')}` });
  for (const { folder, at } of places) {
    mustRun('mkfs.vfat', ['-F', '32', `--offset=${at * 2048}`, disk, String(partMiB * 1024)]);
    mustRun('sh', ['-c', 'mcopy -i "$1" -s "$2"/* ::', 'sh', `${disk}@@${at}M`, folder]);
  }
  const machine = await startMachine({
    ...{ engine: createNativeEngine(), kvm: false, cpus: 1, memoryMiB: 256, noReboot: true },
    ...{ disks: [{ file: disk, format: 'raw' as const }], logFile: path.join(work, 'console.log') },
  });
  await machine.waitFor('TFR all cases done', { timeoutMs: allCasesLimit });
  await machine.quit();
  log = readFileSync(machine.logFile, 'latin1');
});
after(() => rmSync(work, { recursive: true, force: true }));

test('GRUB follows the table: it starts what the simulator starts, and leaves the same blocks', (t) => {
  assert.ok(all.length >= 30, String(all.length));
  all.forEach((one, index) => {
    const copies = copiesOf(one);
    const expected = grub({ copies, content: ['whole', 'whole'] });
    const [, first, seen] = new RegExp(`TFR case ${index} first=(.*?) seen=(.*?)\\.`).exec(log) ?? [];
    assert.equal(first, expected.first, one.name);
    assert.equal(seen, newestOf(copies) === null ? '0' : '1', one.name);
    const after = copiesOf({ files: [read(`c${index}`, 0), read(`c${index}`, 1)] });
    const newest = newestOf(after);
    const state = newest === null ? null : after[newest]?.state;
    assert.deepEqual(state, expected.state === null ? null : follow('boot', expected.state).state, one.name);
    // What can be written to holds the same at the end.
    if (copies[0] !== null && copies[1] !== null) {
      assert.deepEqual(after[0]?.state, after[1]?.state, one.name);
      assert.equal(newest, 0, one.name);
    }
  });
  t.diagnostic(`${all.length} cases`);
});

test('what is damaged is not run: of configurations and slots GRUB takes the other one, and counts once', (t) => {
  const counted = follow('boot', firstState).state;
  broken.forEach(({ name, runs, starts = 'a', told = espArgument }, index) => {
    const [, ended] = new RegExp(`TFR damage ${index} ended=(.*?)\\.`).exec(log) ?? [];
    const [, slot, esp, id] = new RegExp(`TFR damage ${index} linux (\\S+) (\\S+) (\\S+)`).exec(log) ?? [];
    const [, last] = new RegExp(`TFR damage ${index} last=(.*?)\\.`).exec(log) ?? [];
    const after = copiesOf({ files: [read(`d${index}`, 0), read(`d${index}`, 1)] });
    if (runs === 'none') {
      assert.equal(ended, 'left', name);
      assert.deepEqual(after[0]?.state, firstState, name);
      return;
    }
    assert.equal(ended, 'started', name);
    assert.match(
      id ?? '',
      runs === 'either' ? /^tfr\.id=(own|other)$/ : new RegExp(`^tfr\\.id=${runs}$`),
      name,
    );
    // Slots and boot state are those of the ESP that GRUB was started from, whosever configuration it is.
    const folder = `(hd0,gpt${starts === 'a' ? 2 : 3})/d${index}/boot`;
    assert.deepEqual([slot, esp], [`${folder}/vmlinuz`, 'tfr.esp=1'], name);
    assert.equal(last, told, name);
    assert.deepEqual(
      after.map((copy) => copy?.state),
      [counted, counted],
      name,
    );
  });
  t.diagnostic(`${broken.length} damages`);
});

function read(folder: string, copy: 0 | 1): string | null {
  try {
    return mustRun('mtype', ['-i', `${disk}@@1M`, `::/${folder}/${copyPaths[copy]}`]);
  } catch {
    return null;
  }
}

function configFor(): string {
  return [
    'serial --unit=0',
    'terminal_output serial',
    'set tfr_home="($root)"',
    grubFunctions(),
    `for number in ${all.map((_, index) => index).join(' ')}; do`,
    '  set tfr_esp="$tfr_home/c$number"',
    '  tfr_choose',
    '  echo "TFR case $number first=$tfr_first seen=$tfr_seen."',
    'done',
    damageScript(broken.length),
    'echo TFR all cases done',
    '',
  ].join('\n');
}
