import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { type BootState, firstState } from '../../src/slots/boot-state.js';
import { type Copies, newestOf } from '../../src/slots/copies.js';
import { blockSize, copyPaths, formatBlock, parseBlock } from '../../src/slots/environment-block.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';

const scripts = packageFile('src/device/dracut/90tmpfsroot');
/** Content of both files; null where there is none. */
type Files = readonly [string | null, string | null];

interface Ran {
  status: number;
  stdout: string;
  files: Files;
  copies: Copies;
  /** Sectors of the file system that are not what they were. */
  changed: number;
}

/** An ESP before the program runs: content of both files, or a partition without a file system. */
type Esp = Files | 'zero';

interface Options {
  other?: 'ext4' | '';
  /** Somebody else has mounted the ESP so. */
  held?: 'ro' | 'rw';
  shell?: string;
  program?: 'slot-state.sh' | 'count-failure.sh';
  /** Number of the partition that GRUB says it was started from. */
  started?: '1' | '9';
  /** The second ESP does not answer in time. */
  late?: 'yes' | '';
}

describe('the boot state on a file system', () => {
  let empty = '';
  let dir = '';
  before(() => {
    // Made once: it takes longer than what is tested.
    dir = newFolder('tfr-');
    empty = path.join(dir, 'empty.img');
    mustRun('truncate', ['-s', '64M', empty]);
    mustRun('mkfs.vfat', ['-F', '32', empty]);
    // So many that the folder does not fit into one cluster.
    const files = Array.from({ length: 20 }, (_, index) => path.join(dir, `A long name of a file ${index}`));
    for (const file of files) writeFileSync(file, 'x');
    mustRun('mmd', ['-i', empty, '::/EFI', '::/EFI/fedora', '::/EFI/tfr']);
    mustRun('mcopy', ['-i', empty, ...files, '::/EFI/fedora/']);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function makeEsp(name: string, content: Esp): string {
    const image = path.join(dir, name);
    copyFileSync(empty, image);
    if (content === 'zero') {
      truncateSync(image, 0);
      truncateSync(image, 64 << 20);
    } else {
      content.forEach((text, index) => {
        if (text === null) return;
        const file = path.join(dir, `copy${index}`);
        writeFileSync(file, text);
        mustRun('mcopy', ['-i', image, file, `::/${copyPaths[index === 0 ? 0 : 1]}`]);
      });
    }
    return image;
  }

  /** Tells the state on these ESPs of an event; answers what became of each. */
  function tellAll(
    esps: readonly Esp[],
    args: readonly string[],
    { other = 'ext4', held, shell = '/bin/sh', started, program = 'slot-state.sh', late = '' }: Options = {},
  ): Ran[] {
    const lab = path.join(dir, 'lab');
    mkdirSync(lab, { recursive: true });
    const images = esps.map((content, index) => makeEsp(`esp${index}.img`, content));
    const given = images.map((image) => readFileSync(image));
    const ran = runProgram('unshare', ['-m', 'sh', packageFile('test/device/slot-state-lab.sh'), ...args], {
      env: {
        ...{ ESP: images[0] ?? '', ESP2: images[1] ?? '', STARTED: started ?? '' },
        ...{ SCRIPTS: scripts, LAB: lab, OTHER: other, HELD: held ?? '', SHELL_UNDER_TEST: shell },
        ...{ PROGRAM: program, LATE: late },
      },
    });
    return images.map((image, index) => {
      const [before, now] = [given[index] ?? Buffer.alloc(0), readFileSync(image)];
      const read = (copy: 0 | 1) => runProgram('mtype', ['-i', image, `::/${copyPaths[copy]}`]).stdout;
      const files = [read(0), read(1)] as const;
      const sectors = Array.from({ length: before.length / 512 }, (_, sector) => sector * 512);
      const changed = sectors.filter(
        (at) => !before.subarray(at, at + 512).equals(now.subarray(at, at + 512)),
      );
      return {
        ...{ status: ran.status, stdout: `${ran.stdout}${ran.stderr}`, files },
        ...{ copies: [parseBlock(files[0]), parseBlock(files[1])], changed: changed.length },
      };
    });
  }

  /** The same of a device with one ESP. */
  function tell(files: Files, args: readonly string[], options: Options = {}): Ran {
    return tellAll([files], args, options)[0] as Ran;
  }

  const failedOnce = { ...firstState, fails: '1' } as const;
  const counted: Files = [formatBlock('2', failedOnce), formatBlock('1', failedOnce)];

  for (const shell of ['/bin/dash', '/bin/bash']) {
    test(`a commit writes one sector of each copy and nothing else (${path.basename(shell)})`, () => {
      const { status, copies, changed, stdout } = tell(counted, ['id', 'commit', 'a'], { shell });
      assert.equal(status, 0, stdout);
      assert.deepEqual([copies[0]?.state, copies[1]?.state], [firstState, firstState]);
      assert.equal(newestOf(copies), 0);
      assert.equal(changed, 2);
      assert.doesNotMatch(stdout, /left a mount|log:/);
    });
  }

  test('what does not change is not written', () => {
    const files: Files = [formatBlock('2', firstState), formatBlock('1', firstState)];
    assert.equal(tell(files, ['id', 'commit', 'a']).changed, 0);
    assert.equal(tell(files, ['id', 'repair', 'a']).changed, 0);
    assert.equal(tell(files, ['id', 'show', 'a']).changed, 0);
  });

  test('a restart is wanted when the other slot is whole, and not twice', () => {
    const failed = tell(counted, ['id', 'failed', 'a']);
    assert.match(failed.stdout, /^restart=yes$/m);
    assert.equal(failed.copies[0]?.state.fails, '3');
    assert.match(tell(counted, ['id', 'failed', 'b']).stdout, /^restart=$/m);
  });

  for (const shell of ['/bin/dash', '/bin/bash']) {
    test(`a start that is seen to fail is counted, and the other slot is next (${path.basename(shell)})`, () => {
      const options = { program: 'count-failure.sh', shell } as const;
      const failed = tell(counted, ['id', 'a'], options);
      assert.equal(failed.status, 0, failed.stdout);
      const state = { ...firstState, fails: '3', failed: '0' } as const;
      assert.deepEqual([failed.copies[0]?.state, failed.copies[1]?.state], [state, state]);
      assert.match(failed.stdout, /slot a failed: the other slot is started next/);
    });
  }

  test('nothing is counted of a slot that stands in, or that has no other one beside it', () => {
    const alone = formatBlock('2', { ...failedOnce, ok1: '2' });
    for (const [files, slot] of [[counted, 'b'] as const, [[alone, alone], 'a'] as const]) {
      const { status, changed, stdout } = tell(files, ['id', slot], { program: 'count-failure.sh' });
      assert.deepEqual([status, changed], [1, 0], stdout);
      assert.match(stdout, /slot [ab] failed, and the other slot is no better/);
    }
  });

  test('without an ESP that can be read a failed start is only told', () => {
    const [ran] = tellAll(['zero'], ['id', 'a'], { program: 'count-failure.sh' }) as [Ran];
    assert.deepEqual([ran.status, ran.changed], [1, 0], ran.stdout);
    assert.match(ran.stdout, /slot a failed, and that cannot be written to the boot state/);
  });

  const garbage = 'garbage '.repeat(blockSize / 8);
  const damages: { name: string; files: Files; to: BootState; other?: '' }[] = [
    { name: 'the first', files: [garbage, counted[1]], to: failedOnce },
    { name: 'the second', files: [counted[0], garbage], to: failedOnce },
    { name: 'the first, missing', files: [null, counted[1]], to: failedOnce },
    { name: 'the second, missing', files: [counted[0], null], to: failedOnce },
    { name: 'the first, empty', files: ['', counted[1]], to: failedOnce },
    { name: 'the first, larger than it was', files: [`${garbage}${garbage}`, counted[1]], to: failedOnce },
    { name: 'both', files: [garbage, garbage], to: { ...firstState, saved_entry: '1' } },
    { name: 'both, missing', files: [null, null], to: { ...firstState, saved_entry: '1' } },
    {
      ...{ name: 'both, while the other slot was written', files: [garbage, garbage], other: '' },
      to: { ...firstState, saved_entry: '1', ok0: '0' },
    },
    {
      ...{ name: 'the first, with words of others', to: failedOnce },
      files: [counted[0]?.replace('saved_entry=0', 'saved_entry=$(reboot)') ?? null, counted[1]],
    },
  ];
  for (const { name, files, to, other } of damages) {
    test(`a damaged copy is made from the other: ${name}`, () => {
      const { copies, stdout } = tell(files, ['id', 'repair', 'b'], other === undefined ? {} : { other });
      assert.deepEqual([copies[0]?.state, copies[1]?.state], [to, to], stdout);
      assert.match(stdout, /log: .* of the boot state .* damaged/);
      assert.doesNotMatch(stdout, /left a mount/);
    });
  }

  test('lines of other programs in the file are left behind, and the file is written in place', () => {
    const text = `${counted[0]?.replace(/#+$/, '')}kernelopts=${'x'.repeat(500)}\n`.padEnd(blockSize, '#');
    const { copies, files } = tell([text, counted[1]], ['id', 'commit', 'a']);
    assert.deepEqual([copies[0]?.state, copies[1]?.state], [firstState, firstState]);
    assert.doesNotMatch(files[0] ?? '', /kernelopts/);
  });

  for (const held of ['ro', 'rw'] as const) {
    test(`an ESP that somebody has mounted (${held}) is written as well, and stays mounted`, () => {
      const { status, copies, stdout } = tell(counted, ['id', 'commit', 'a'], { held });
      assert.equal(status, 0, stdout);
      assert.deepEqual([copies[0]?.state, copies[1]?.state], [firstState, firstState]);
    });
  }

  test('a request of grub2-reboot that came before the commit is kept', () => {
    const asked = { ...failedOnce, next_entry: '1' } as const;
    const { copies } = tell([formatBlock('2', asked), counted[1]], ['id', 'commit', 'a']);
    assert.deepEqual(copies[0]?.state, { ...firstState, next_entry: '1' });
  });

  const settled: Files = [formatBlock('2', firstState), formatBlock('1', firstState)];
  const statesOf = ({ copies }: Ran | { copies: Copies }) => copies.map((copy) => copy?.state);
  const both = (state: BootState) => [state, state];

  test('a commit is told to the second ESP too, a sector of each copy', () => {
    const [first, second] = tellAll([counted, counted], ['id', 'commit', 'a'], { started: '1' }) as [
      Ran,
      Ran,
    ];
    assert.equal(first.status, 0, first.stdout);
    assert.deepEqual([statesOf(first), statesOf(second)], [both(firstState), both(firstState)]);
    assert.deepEqual([first.changed, second.changed], [2, 2]);
    assert.doesNotMatch(first.stdout, /left a mount|log:/);
  });

  test('the second ESP is not written when it says the same already', () => {
    const [first, second] = tellAll([counted, settled], ['id', 'commit', 'a'], { started: '1' }) as [
      Ran,
      Ran,
    ];
    assert.deepEqual([first.changed, second.changed], [2, 0]);
    const [again] = tellAll([settled, settled], ['id', 'commit', 'a'], { started: '9' }) as [Ran];
    assert.equal(again.changed, 0);
  });

  test('the state is that of the ESP which GRUB was started from', () => {
    const used = { ...failedOnce, saved_entry: '1' } as const;
    const inUse: Files = [formatBlock('2', used), formatBlock('1', used)];
    const shown = tellAll([settled, inUse], ['id', 'show', 'b'], { started: '9' })[0] as Ran;
    assert.match(shown.stdout, /^saved_entry=1\n(.*\n)*fails=1$/m);
    const ran = tellAll([settled, inUse], ['id', 'commit', 'b'], { started: '9' });
    const now = { ...firstState, saved_entry: '1' } as const;
    assert.deepEqual(ran.map(statesOf), [both(now), both(now)]);
  });

  test('what is written counts, also when the second ESP does not answer in time', () => {
    const options = { program: 'count-failure.sh', started: '1', late: 'yes' } as const;
    const [first] = tellAll([counted, counted], ['id', 'a'], options) as [Ran];
    assert.equal(first.status, 0, first.stdout);
    const state = { ...firstState, fails: '3', failed: '0' } as const;
    assert.deepEqual(statesOf(first), both(state));
  });

  test('a barrier counts when both ESPs have it, everything else when one has', () => {
    for (const [event, slot, status] of [
      ['barrier', 'b', 1],
      ['commit', 'a', 0],
      ['failed', 'a', 0],
      ['slot-bad', 'a', 0],
    ] as const) {
      const [first] = tellAll([counted, 'zero'], ['id', event, slot], { started: '1' }) as [Ran];
      assert.equal(first.status, status, `${event}: ${first.stdout}`);
      assert.match(first.stdout, /^log: the boot state cannot be written to the other ESP/m);
      assert.doesNotMatch(first.stdout, /left a mount/);
    }
    const barred = tellAll([counted, settled], ['id', 'barrier', 'b'], { started: '1' });
    assert.equal(barred[0]?.status, 0);
    for (const { copies } of barred)
      assert.deepEqual(
        copies.map((copy) => copy?.state.ok1),
        ['0', '0'],
      );
  });

  test('an ESP without a state gets that of the other one', () => {
    const chosen = { ...firstState, saved_entry: '1', ok0: '0' } as const;
    const other: Files = [formatBlock('0', chosen), formatBlock('2', chosen)];
    const [first] = tellAll([[garbage, garbage], other], ['id', 'repair', 'a'], { started: '1' }) as [Ran];
    assert.deepEqual(statesOf(first), both(chosen), first.stdout);
  });

  test('an ESP that cannot be read is passed over for the other one', () => {
    const ran = tellAll(['zero', counted], ['id', 'commit', 'a'], { started: '1' });
    assert.equal(ran[0]?.status, 0, ran[0]?.stdout);
    assert.deepEqual(statesOf(ran[1] as Ran), both(firstState));
    assert.match(ran[0]?.stdout ?? '', /^log: the ESP .* cannot be read$/m);
  });

  test('a mirror writes to the other ESP and to no other', () => {
    const [first, second] = tellAll([settled, counted], ['id', 'mirror', 'a'], { started: '1' }) as [
      Ran,
      Ran,
    ];
    assert.deepEqual([first.status, first.changed, second.changed], [0, 0, 2], first.stdout);
    assert.deepEqual(statesOf(second), both(firstState));
  });
});
