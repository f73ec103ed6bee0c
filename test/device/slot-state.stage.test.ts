import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { type BootState, domains, fields, firstState } from '../../src/slots/boot-state.js';
import { type Copies, newestOf } from '../../src/slots/copies.js';
import { blockSize, copyPaths, formatBlock, parseBlock } from '../../src/slots/environment-block.js';
import { events, follow } from '../../src/slots/rules.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

const scripts = packageFile('src/device/dracut/90tmpfsroot');
const shells = [['/bin/dash'], ['/bin/bash', '--posix'], ['/bin/busybox', 'sh']];

/** Reads a file with lines EVENT SLOT VALUE..., with `-` for an empty value, and prints what the rules make of them. */
const followAll = `. "$1/slot-rules.sh"
while read -r event slot ${fields.join(' ')}; do
${fields.map((field) => `  tfr_${field}=\${${field}#-}`).join('\n')}
  tfr_follow "$event" "$slot"
  echo "${fields.map((field) => `$tfr_${field}`).join('/')} $tfr_rule $tfr_restart_wanted"
done <"$2"`;

for (const [shell = '', ...args] of shells) {
  test(`the rules are those of the table in every state (${path.basename(shell)})`, (t) => {
    let states: Record<string, string>[] = [{}];
    for (const field of fields) {
      states = states.flatMap((state) => domains[field].map((value) => ({ ...state, [field]: value })));
    }
    const questions = (states as BootState[]).flatMap((state) =>
      events
        .filter((event) => event !== 'boot')
        .flatMap((event) => (['0', '1'] as const).map((me) => ({ state, event, me }))),
    );
    const input = questions.map(({ state, event, me }) =>
      [event, me, ...fields.map((field) => state[field] || '-')].join(' '),
    );
    const file = path.join(scratchFolder(t), 'questions');
    writeFileSync(file, `${input.join('\n')}\n`);
    const answers = mustRun(shell, [...args, '-c', followAll, 'sh', scripts, file], {
      // Else bash takes its standard input for a network connection, and reads its file of settings.
      env: { SHLVL: '2' },
    });
    const expected = questions.map(({ state, event, me }) => {
      const { rule, state: next } = follow(event, state, me);
      const restart = rule?.restart === true ? 'yes' : '';
      return `${fields.map((field) => next[field]).join('/')} ${rule?.id ?? ''} ${restart}`;
    });
    assert.equal(answers, expected.map((line) => `${line}\n`).join(''));
  });
}

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

interface Options {
  other?: 'ext4' | '';
  /** Somebody else has mounted the ESP so. */
  held?: 'ro' | 'rw';
  shell?: string;
}

describe('the boot state on a file system', () => {
  let empty = '';
  let dir = '';
  before(() => {
    // Made once: it takes longer than what is tested.
    dir = mkdtempSync(path.join(tmpdir(), 'tfr-'));
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

  /** Tells the state in these files of an event. */
  function tell(
    files: Files,
    args: readonly string[],
    { other = 'ext4', held, shell = '/bin/sh' }: Options = {},
  ): Ran {
    const [image, lab] = [path.join(dir, 'esp.img'), path.join(dir, 'lab')];
    mkdirSync(lab, { recursive: true });
    copyFileSync(empty, image);
    files.forEach((content, index) => {
      if (content === null) return;
      const file = path.join(dir, `copy${index}`);
      writeFileSync(file, content);
      mustRun('mcopy', ['-i', image, file, `::/${copyPaths[index === 0 ? 0 : 1]}`]);
    });
    const given = readFileSync(image);
    const ran = runProgram('unshare', ['-m', 'sh', packageFile('test/device/slot-state-lab.sh'), ...args], {
      env: {
        ...{ ESP: image, SCRIPTS: scripts, LAB: lab, OTHER: other },
        ...{ HELD: held ?? '', SHELL_UNDER_TEST: shell },
      },
    });
    const written = readFileSync(image);
    const read = (index: 0 | 1) => runProgram('mtype', ['-i', image, `::/${copyPaths[index]}`]).stdout;
    const now = [read(0), read(1)] as const;
    const sectors = Array.from({ length: given.length / 512 }, (_, index) => index * 512);
    const changed = sectors.filter(
      (at) => !given.subarray(at, at + 512).equals(written.subarray(at, at + 512)),
    );
    return {
      ...{ status: ran.status, stdout: `${ran.stdout}${ran.stderr}`, files: now },
      ...{ copies: [parseBlock(now[0]), parseBlock(now[1])], changed: changed.length },
    };
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
});
