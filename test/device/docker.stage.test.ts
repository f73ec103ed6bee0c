import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { HealPolicy } from '../../src/config/image-spec.js';
import { runProgram } from '../helpers/run-program.js';

interface Lab {
  configured?: 'well' | 'badly';
  runs?: 'failed' | 'restarting' | 'running' | 'has-run' | 'unknown';
  /** Number of the rename before which the power goes. */
  cut?: number;
  /** `partitions.heal.docker` */
  policy?: HealPolicy;
  /** Commands that are run in the partition first. */
  prepare?: string;
}

const kept = ['./image/broken', './volumes/data/_data/file', './volumes/metadata.db'];

for (const shell of ['/bin/dash', '/bin/bash']) {
  const run = ({ configured = 'well', runs = 'failed', cut, policy = 'format', prepare = '' }: Lab) => {
    const { stdout, stderr } = runProgram('unshare', ['-m', 'sh', packageFile('test/device/docker-lab.sh')], {
      env: {
        ...{ SCRIPT: packageFile('src/device/root/usr/lib/tmpfsroot/docker'), SHELL_UNDER_TEST: shell },
        ...{ CONFIGURED: configured, RUNS: runs, CUT: `${cut ?? ''}`, POLICY: policy, PREPARE: prepare },
      },
    });
    const lines = (key: string) =>
      stdout.split('\n').flatMap((line) => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2)] : []));
    return { text: `${stdout}${stderr}`, files: lines('file'), top: lines('top') };
  };

  describe(`Docker that does not start with its data (${shell})`, () => {
    for (const runs of ['failed', 'restarting'] as const) {
      test(`starts without them, volumes are kept (${runs})`, () => {
        const { text, files, top } = run({ runs });
        assert.match(text, /^systemctl start docker\.service$/m);
        assert.match(text, /^healed: docker could not start with its data/m);
        assert.deepEqual(files, ['./volumes/data/_data/file']);
        assert.deepEqual(top, ['./image', './volumes']);
      });
    }

    test('has them back when they are not the reason', () => {
      const { text, files, top } = run({ configured: 'badly' });
      assert.match(text, /^health: missing docker it does not start, with or without its data$/m);
      assert.deepEqual(files, kept);
      assert.deepEqual(top, ['./.hidden', './containers', './image', './tfr-containerd', './volumes']);
    });

    test('has them back after a power cut before it is known whether they are the reason', () => {
      for (let cut = 1; ; cut += 1) {
        const { text, files } = run({ configured: 'badly', cut });
        const renames = Number(/^renames (\d+)$/m.exec(text)?.[1]);
        assert.deepEqual(files, kept, `cut before rename ${cut}`);
        if (renames < cut) {
          assert.ok(cut > 10, 'set aside and put back are five renames each');
          break;
        }
      }
    });

    test('loses them for good once it is known', () => {
      const { files, top } = run({
        runs: 'running',
        cut: 99,
        prepare: 'rm image/broken; mkdir -p .removed/image; : >.removed/image/broken',
      });
      assert.deepEqual(files, ['./volumes/data/_data/file', './volumes/metadata.db']);
      assert.ok(!top.includes('./.removed'), top.join());
    });

    for (const [what, lab] of Object.entries({
      'that has run in this start of the device': { runs: 'has-run' },
      'that runs after all': { runs: 'running' },
      'of which systemd says nothing': { runs: 'unknown' },
      'whose partition is missing': { prepare: ': >/run/tmpfsroot/without-docker' },
      'that may only be repaired': { policy: 'repair' },
      'that may not be touched': { policy: 'never' },
      'that was tried without its data in this start': { prepare: ': >/run/tmpfsroot/docker-tried' },
    } satisfies Record<string, Lab>)) {
      test(`keeps them when it is one ${what}`, () => {
        const { text, files } = run(lab);
        assert.doesNotMatch(text, /systemctl start/);
        assert.deepEqual(files, kept);
      });
    }
  });
}
