import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstState } from '../../src/slots/boot-state.js';
import type { MadeEntry } from './made-log.js';
import { examined } from './made-recording.js';
import { diskSectors, espFiles, places, smallDisk, smallFat } from './small-disk.js';

const bootable = {
  'EFI/BOOT/BOOTX64.EFI': 'shim'.repeat(300),
  'EFI/BOOT/grubx64.efi': 'grub'.repeat(900),
  'EFI/BOOT/grub.cfg': 'source',
  ...espFiles(firstState),
};
/** What firmware starts has another name. */
const hidden = Object.fromEntries(
  Object.entries(bootable).map(([name, content]) => [
    name.replace('shimx64.efi', 'shimx64.new').replace('BOOTX64.EFI', 'BOOTX64.NEW'),
    content,
  ]),
);
const installed = smallDisk(firstState, places, bootable);

const part = (first: number, sectors: number): MadeEntry => ({
  write: first,
  content: Buffer.from(installed.subarray(first * 512, (first + sectors) * 512)),
});
const wholePart = (name: keyof typeof places) => part(places[name].first, places[name].sectors);
const steps = {
  table: [part(0, 34), part(diskSectors - 33, 33), 'flush'],
  slots: [wholePart('rootA'), 'flush', wholePart('rootB'), 'flush'],
  hidden: (['esp', 'esp2'] as const).flatMap((esp): MadeEntry[] => [
    { write: places[esp].first, content: smallFat(hidden) },
    'flush',
  ]),
  bootable: [wholePart('esp'), 'flush', wholePart('esp2'), 'flush'],
} satisfies Record<string, MadeEntry[]>;

/** Cuts of an installation onto an empty disk. */
function installing(...entries: MadeEntry[]) {
  return examined(entries, {
    ...{ disk: Buffer.alloc(installed.length), laidOut: installed, kinds: ['prefix', 'torn', 'subset'] },
    facts: { wholeAtFirst: { '0': false, '1': false }, isInstallation: true },
  });
}

describe('a cut during an installation', () => {
  test('leaves a disk that starts nothing, or the image with both slots whole', () => {
    const found = installing(...steps.table, ...steps.slots, ...steps.hidden, ...steps.bootable);
    assert.deepEqual(found.faults, []);
    const starts = new Set(found.outcomes.map(({ outcome }) => outcome.split('; rule')[0]));
    assert.ok(starts.has('starts nothing; order a unchanged, b unchanged'), [...starts].join('\n'));
    assert.ok(starts.has('starts a whole; order a whole, b whole'), [...starts].join('\n'));
  });

  const wrong: [string, MadeEntry[], string[]][] = [
    [
      'a disk that is bootable before its slots are written',
      [...steps.table, ...steps.hidden, ...steps.bootable, ...steps.slots],
      ['no-root', 'partial-offered', 'partial-root'],
    ],
    [
      'a second slot that is written at last',
      [
        ...steps.table,
        ...steps.slots.slice(0, 2),
        ...steps.hidden,
        ...steps.bootable,
        ...steps.slots.slice(2),
      ],
      ['second-lost'],
    ],
    [
      'an installer that is done before the disk starts',
      [...steps.table, ...steps.slots, ...steps.hidden],
      ['not-installed'],
    ],
  ];
  for (const [name, entries, faults] of wrong) {
    test(`the lab finds ${name}`, () => {
      const { faultNames } = installing(...entries);
      for (const fault of faults) assert.ok(faultNames.includes(fault), `${fault} of ${faultNames}`);
    });
  }
});
