import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FatReader } from '../../src/powercut/disk/fat.js';
import { memoryDisk } from '../../src/powercut/disk/sectors.js';
import { add, emptyTally, statesOf, type Tally } from '../../src/powercut/run/tally.js';
import { type BootState, firstState } from '../../src/slots/boot-state.js';
import { copyPaths, formatBlock } from '../../src/slots/environment-block.js';
import { follow } from '../../src/slots/rules.js';
import type { MadeEntry } from './made-log.js';
import { examined } from './made-recording.js';
import {
  diskSectors,
  espFiles,
  places,
  slotBytes,
  smallDisk,
  smallFat,
  unguardedEspFiles,
} from './small-disk.js';

type Esp = 'esp' | 'esp2';

/** Overwrites one copy of the boot state in place, in one sector. */
function copyWrite(esp: Esp, copy: 0 | 1, seq: '0' | '1' | '2', state: BootState): MadeEntry {
  const place = FatReader.open(memoryDisk(smallFat(espFiles(firstState))))?.place(copyPaths[copy]);
  return {
    write: places[esp].first + (place?.runs[0]?.sector ?? 0),
    content: Buffer.from(formatBlock(seq, state).slice(0, 512)),
  };
}

/** The state of both ESPs, as the device writes it: copy by copy, each flushed. */
function saved(state: BootState, [first, second]: readonly ['0' | '1' | '2', '0' | '1' | '2']): MadeEntry[] {
  return (['esp', 'esp2'] as const).flatMap((esp) => [
    copyWrite(esp, 1, first, state),
    'flush' as const,
    copyWrite(esp, 0, second, state),
    'flush' as const,
  ]);
}

const after = (event: 'barrier' | 'trial', state: BootState) => follow(event, state, '1').state;
const barred = after('barrier', firstState);
const next = slotBytes('next image');
const slotWrite = (from: number, to: number, content = next): MadeEntry => ({
  write: places.rootB.first + from,
  content: content.subarray(from * 512, to * 512),
});
const head = 128;
const zeros = Buffer.alloc(places.rootB.sectors * 512);

/** An update in the order of the device: barrier, head away, the rest, head, trial. */
const update = {
  barrier: saved(barred, ['2', '0']),
  body: [slotWrite(0, head, zeros), 'flush', slotWrite(head, 300), slotWrite(300, 512), 'flush'],
  head: [slotWrite(0, head), 'flush'],
  trial: [{ mark: 'whole b' }, ...saved(after('trial', barred), ['1', '2'])],
} satisfies Record<string, MadeEntry[]>;
const writesB = { facts: { written: '1' } } as const;

describe('the oracle', () => {
  test('finds nothing wrong with the device’s own order, wherever the power is cut', () => {
    const { barrier, body, head: last, trial } = update;
    const found = examined([...barrier, ...body, ...last, ...trial], writesB);
    assert.deepEqual(found.faults, []);
    assert.ok(statesOf(found) > 1900, String(statesOf(found)));
    // What was the same was looked at once.
    assert.ok((found.checks.slot ?? 0) < statesOf(found) / 2, JSON.stringify(found.checks));
    const outcomes = found.outcomes.map(({ outcome }) => outcome);
    assert.ok(outcomes.includes('starts a whole; order a whole, b empty; rule default-0-1-0; from esp'));
    assert.ok(outcomes.includes('starts b whole; order b whole, a whole; rule trial-1; from esp'));
  });

  const outOfOrder: [string, MadeEntry[], string[]][] = [
    ['no barrier', [...update.body, ...update.head], ['partial-offered']],
    [
      'the trial first',
      [...update.barrier, ...update.trial, ...update.body],
      ['partial-offered', 'partial-root'],
    ],
    [
      'the trial in one flush with the rest',
      [...update.barrier, ...update.body.slice(0, -1), ...update.head.slice(0, -1), ...update.trial],
      ['partial-offered', 'partial-root'],
    ],
  ];
  for (const [name, entries, expected] of outOfOrder) {
    test(`finds an update in another order: ${name}`, () => {
      const { faultNames } = examined(entries, writesB);
      for (const fault of expected) assert.ok(faultNames.includes(fault), `${fault} of ${faultNames}`);
    });
  }

  test('finds noise around a copy that is written beside the boot loader', () => {
    const files = unguardedEspFiles(firstState);
    const place = FatReader.open(memoryDisk(smallFat(files)))?.place(copyPaths[0]);
    const write = {
      write: places.esp.first + (place?.runs[0]?.sector ?? 0),
      content: Buffer.from(formatBlock('2', barred).slice(0, 512)),
    };
    const disk = smallDisk(firstState, places, files);
    const { faultNames } = examined([write, 'flush'], { disk, kinds: ['garbage'] });
    assert.deepEqual(faultNames, ['damaged-loader']);
  });

  test('lets noise around the second sector of a copy take the first one along', () => {
    const disk = smallDisk();
    disk.fill(0, places.esp2.first * 512, (places.esp2.first + places.esp2.sectors) * 512);
    const first = copyWrite('esp', 1, '2', barred) as { write: number };
    const second = { write: first.write + 1, content: Buffer.alloc(512, '#') };
    const { faultNames } = examined([first as MadeEntry, 'flush', second, 'flush'], {
      disk,
      kinds: ['garbage'],
    });
    assert.deepEqual(faultNames, []);
  });

  const sectorOf = (first: number, content: Buffer): MadeEntry[] => [{ write: first, content }];
  const wrong: [string, MadeEntry[], string][] = [
    ['a write into a slot that nobody updates', [slotWrite(200, 201, zeros)], 'second-lost'],
    ['both slots gone', [{ discard: places.rootA.first, sectors: 4096 }], 'no-root'],
    [
      'both tables gone',
      [...sectorOf(1, zeros.subarray(0, 512)), ...sectorOf(diskSectors - 1, zeros.subarray(0, 512))],
      'no-table',
    ],
    ['the protective MBR gone', sectorOf(0, zeros.subarray(0, 512)), 'no-table'],
    [
      'a boot loader that is gone from both ESPs',
      (['esp', 'esp2'] as const).map((esp) => ({ discard: places[esp].first, sectors: 1024 })),
      'no-loader',
    ],
    [
      'a copy that is written under the number that it has',
      [copyWrite('esp', 0, '1', { ...barred, fails: '1' })],
      'state-between',
    ],
    [
      'both copies written anew in one flush',
      [...emptyCopies(), copyWrite('esp', 1, '2', barred), copyWrite('esp', 0, '0', barred)],
      'state-lost',
    ],
    ['a table that says something else', otherTable(), 'other-table'],
  ];
  for (const [name, entries, fault] of wrong) {
    test(`finds ${name}`, () => {
      const { faultNames } = examined(entries);
      assert.ok(faultNames.includes(fault), `${fault} of ${faultNames}`);
    });
  }

  test('takes what was damaged before for no fault of the writes, and never for a whole slot', () => {
    const disk = smallDisk();
    disk.fill('x', places.rootB.first * 512 + 100_000, places.rootB.first * 512 + 100_100);
    const repair = [...update.barrier, slotWrite(0, head, zeros), 'flush' as const];
    const whole = { facts: { written: '1', wholeAtFirst: { '0': true, '1': false } } } as const;
    const found = examined(repair, { ...whole, disk });
    assert.deepEqual(found.faults, []);
    assert.match(found.outcomes[0]?.outcome ?? '', /order a whole, b unchanged/);
  });

  test('finds the same in parts as in one go', () => {
    const entries = [...update.body, ...update.head];
    const whole = examined(entries, writesB);
    const parts = emptyTally();
    for (const part of [0, 1, 2])
      add(parts, examined(entries, { ...writesB, isWanted: ({ number }) => number % 3 === part }));
    assert.equal(statesOf(parts), statesOf(whole));
    const found = ({ faults }: Tally) =>
      faults.map(({ fault, kind, states }) => `${fault} ${kind} ${states}`).sort();
    assert.deepEqual(found(parts), found(whole));
    assert.ok(whole.faults.length > 0);
  });

  test('counts a lost flush apart', () => {
    const entries = [...update.barrier, ...update.body, ...update.head, ...update.trial];
    const found = examined(entries, { ...writesB, kinds: ['prefix', 'lost-flush'] });
    assert.ok(found.faults.length > 0);
    assert.deepEqual([...new Set(found.faults.map(({ kind }) => kind))], ['lost-flush']);
  });
});

function emptyCopies(): MadeEntry[] {
  return ([0, 1] as const).map((copy) => ({
    write: (copyWrite('esp', copy, '0', barred) as { write: number }).write,
    content: Buffer.alloc(512),
  }));
}

function otherTable(): MadeEntry[] {
  const other = smallDisk(firstState, { ...places, rootB: { ...places.rootB, sectors: 500 } });
  return [1, diskSectors - 33].map((write) => ({
    write,
    content: Buffer.from(other.subarray(write * 512, (write + 33) * 512)),
  }));
}
