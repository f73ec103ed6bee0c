import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';

interface Services {
  mode: 'run' | 'flap' | 'never';
  restart?: 'yes' | '';
  emergency?: 'yes' | '';
  state?: 'written' | 'late' | 'failed';
  /** `SLOT IMAGE NAME` of an update that was tried. */
  tried?: string;
  /** What the boot state wants tried: 0 or 1. */
  trial?: string;
}

for (const shell of ['/bin/dash', '/bin/bash']) {
  /** All that the commit did and said. */
  const commit = ({
    mode,
    restart = '',
    emergency = '',
    state = 'written',
    tried = '',
    trial = '',
  }: Services): string => {
    const { stdout, stderr } = runProgram('unshare', ['-m', 'sh', packageFile('test/device/commit-lab.sh')], {
      env: {
        SCRIPT: packageFile('src/device/root/usr/lib/tmpfsroot/commit'),
        ...{
          MODE: mode,
          RESTART: restart,
          EMERGENCY: emergency,
          STATE: state,
          TRIED: tried,
          TRIAL: trial,
          SHELL_UNDER_TEST: shell,
        },
      },
    });
    return `${stdout}${stderr}`;
  };

  describe(`the commit of a start (${shell})`, () => {
    test('comes when the required services have run for their time', () => {
      const text = commit({ mode: 'run' });
      assert.match(text, /slot-state 1234 commit a/);
      assert.match(text, /^committed a$/m);
      assert.match(text, /^status 0$/m);
    });

    test('counts when it is written, also while the second ESP does not answer', () => {
      assert.match(commit({ mode: 'run', state: 'late' }), /^committed a$/m);
      const failed = commit({ mode: 'run', state: 'failed' });
      assert.match(failed, /slot a runs, but that cannot be written/);
      assert.doesNotMatch(failed, /^committed/m);
    });

    test('tells of an update that was tried and did not stay, and of no other', () => {
      const left = commit({ mode: 'run', tried: 'b 77 robot' });
      assert.match(left, /^update-left b robot: none of its starts was committed$/m);
      assert.match(left, /^left: b 77 robot$/m);
      assert.doesNotMatch(left, /still tried/);
      const came = commit({ mode: 'run', tried: 'a 77 robot' });
      assert.doesNotMatch(came, /update-left|still tried|^left:/m);
      const waits = commit({ mode: 'run', tried: 'b 77 robot', trial: '1' });
      assert.doesNotMatch(waits, /update-left/);
      assert.match(waits, /^still tried: b 77 robot$/m);
    });

    test('does not come while emergency mode waits for its restart', () => {
      const text = commit({ mode: 'run', emergency: 'yes' });
      assert.doesNotMatch(text, /slot-state/);
      assert.match(text, /^status 0$/m);
    });

    test('waits for services that were started again', () => {
      const [, questions] = /commit a after (\d+) questions/.exec(commit({ mode: 'flap' })) ?? [];
      assert.ok(Number(questions) >= 9, questions);
    });

    test('does not come without them: the machine starts again when the other slot may do better', () => {
      const text = commit({ mode: 'never', restart: 'yes' });
      assert.match(text, /count-failure 1234 a 60/);
      assert.match(text, /^systemctl --no-block reboot$/m);
      assert.match(text, /^uncommitted a a\.service b\.service$/m);
      assert.match(text, /do not run after 4 s: a\.service b\.service; starting the other slot/);
      assert.doesNotMatch(text, /commit a after/);
    });

    test('and else keeps running, and tries no second time', () => {
      const text = commit({ mode: 'never' });
      assert.equal(text.split('count-failure 1234 a').length, 2);
      assert.doesNotMatch(text, /systemctl/);
      assert.match(text, /^status 124$/m);
    });
  });
}
