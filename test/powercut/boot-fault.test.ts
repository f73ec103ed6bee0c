import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BootFault, bootFault, readLine, type SeenBoot } from '../../src/powercut/boot/boot-fault.js';

const dark: SeenBoot = { slot: null, isCommitted: false, prompt: null };

describe('what a console says of a start', () => {
  const cases: [lines: string[], chosen: '0' | '1' | null, fault: BootFault | null][] = [
    [['[   31.5] tfr: slot a is committed: restart=no'], '0', null],
    [['[   31.5] tfr: slot b is committed: restart=no'], '1', null],
    [['[   31.5] tfr: slot b is committed: restart=no'], '0', 'other-slot'],
    [['[   31.5] tfr: slot a is committed: restart=no'], null, 'other-slot'],
    [['[   31.5] tfr: slot a runs, but that cannot be written'], '0', 'uncommitted'],
    [['Starting robot, slot a', 'tfr: slot b is written with an update: x'], '0', 'not-up'],
    [[], '0', 'not-up'],
    [['Minimal BASH-like line editing is supported.'], '0', 'prompt'],
    [['Press any key to continue...'], '0', 'prompt'],
    [['Give root password for maintenance'], null, 'prompt'],
  ];
  for (const [lines, chosen, fault] of cases) {
    test(`${lines.at(-1) ?? 'nothing'}, where slot ${chosen} is chosen: ${fault ?? 'right'}`, () =>
      assert.equal(bootFault(lines.reduce(readLine, dark), chosen), fault));
  }
});
