import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { newFolder } from '../helpers/scratch.js';
import { type Case, heal, type Lab, layout, makeLab, overwrite } from './heal-lab.js';

const manifests = {
  log: [
    'u:r:var_log_t:s0 .',
    'u:r:lost_t:s0 lost+found',
    'u:r:audit_t:s0 audit dir/old',
    'u:r:x_t:s0 not there',
  ],
  opt: ['u:r:usr_t:s0 .', 'u:r:lost_t:s0 lost+found'],
};

const writeManifests = Object.entries(manifests)
  .map(([name, lines]) => `printf '${lines.join('\\n')}\\n' >/sysroot/usr/lib/tmpfsroot/${name}.labels`)
  .join('; ');

/** Prints `label: LABEL PATH` for what has one; the names are those of the manifests. */
const printLabels = `
  mkdir -p /mnt/part
  for part in "ext4 \${disk}p2" "btrfs \${disk}p4"; do
    mount -t $part /mnt/part || continue
    python3 -c 'import os
for name in (".", "lost+found", "audit dir", "audit dir/old", "app"):
    try: print("label:", os.getxattr("/mnt/part/" + name, "security.selinux").decode().strip("\\0"), name)
    except OSError: pass'
    umount /mnt/part
  done`;

describe('with SELinux the healer labels what it makes, by the manifests of the image', () => {
  let lab: Lab;
  before(() => {
    lab = makeLab(newFolder('labels-'));
  });
  after(() => rmSync(lab.dir, { recursive: true }));

  const labelsAfter = (given: Case) => {
    const { text, log } = heal(lab, { before: writeManifests, after: printLabels, ...given });
    assert.match(text, /^healer: 0$/m);
    return { log, labels: [...text.matchAll(/^label: (.*)$/gm)].map(([, label]) => label) };
  };

  test('partitions that are made again', () => {
    const { log, labels } = labelsAfter({
      damage: (disk) => {
        overwrite(disk, 'log', 0, layout.log.size << 20, 'noise');
        overwrite(disk, 'opt', 0, layout.opt.size << 20, 'zero');
      },
    });
    assert.match(log.join('\n'), /^log could not be repaired: formatted\nopt was empty: formatted$/);
    assert.deepEqual(labels, [...manifests.log.slice(0, 3), manifests.opt[0]]);
  });

  test('a log that has no labels, or others, is labelled, and not formatted', () => {
    const { log, labels } = labelsAfter({
      before: `${writeManifests}; mkdir /mnt/l; mount -t ext4 "\${disk}p2" /mnt/l; chcon u:r:other_t:s0 /mnt/l; umount /mnt/l`,
      table: 'log tfr-log ext4 /var/log\n',
    });
    assert.deepEqual(log, []);
    assert.deepEqual(labels, manifests.log.slice(0, 3));
  });
});
