import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathText } from '../../../src/base/text/path-text.js';
import { dataExt4Arguments, slotExt4Arguments } from '../../../src/image/disk/file-systems.js';
import { makeExt4Image } from '../../../src/image/slot/ext4-image.js';
import { prepareE2fsprogs } from '../../helpers/debian-root.js';
import { failureOf } from '../../helpers/failure-of.js';
import { engineInRoot, prepareForkyBuildRoot } from '../../helpers/forky-root.js';
import { mustRun, runProgram } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

const epoch = 1_700_000_000;
const uuid = '7f5000aa-1234-4abc-8def-0123456789ab';
const kinds = {
  slot: slotExt4Arguments('tfr-root', uuid, 1400),
  data: dataExt4Arguments('tfr-log', uuid),
};

let toolsRoot: string;
let forky: string;
before(
  async () => {
    toolsRoot = await prepareE2fsprogs();
    forky = await prepareForkyBuildRoot();
  },
  { timeout: 600_000 },
);

/** cap_net_raw, as a Python literal (`struct vfs_cap_data`, revision 2). */
const capability = String.raw`b"\x01\0\0\x02\0\x20" + bytes(14)`;

/** Labels of files with names of any kind; the last one's value does not fit into the inode. */
const labels = new Map([
  ['.', 'system_u:object_r:root_t:s0'],
  ['lost+found', 'system_u:object_r:lost_found_t:s0'],
  ['etc/with space/a b', 'system_u:object_r:etc_t:s0'],
  ['etc/"quoted" <2> \\', 'system_u:object_r:quoted_t:s0:c1,c2'],
  ['usr/bin/soft', 'system_u:object_r:bin_t:s0'],
  ['usr/bin/large', `system_u:object_r:${'x'.repeat(80)}_t:s0`],
]);

/** A tree as a root is: kinds of files, modes, owners, links, large and sparse files, names of any kind. */
const treeScript = `
  mkdir -p "$1/usr/bin" "$1/etc/with space" "$1/var/empty" "$1/root"; cd "$1"
  head -c 5000000 "$2" >usr/bin/large; chmod 4755 usr/bin/large
  ln usr/bin/large usr/bin/hard; ln -s large usr/bin/soft
  ln -s "$(printf 'x%.0s' $(seq 200))" etc/long-link
  echo a >"etc/with space/a b"; echo n >"etc/$(printf 'new\\nline')"; : >etc/empty; : >'etc/"quoted" <2> \\'
  chmod 0700 root; chown 12:34 "etc/with space"; chmod 0600 etc/empty
  truncate -s 3000000 etc/sparse
  python3 -c 'import os; os.setxattr("usr/bin/large", "security.capability", ${capability})'
  mkdir usr/lib; for n in $(seq 1200); do : >"usr/lib/$(printf "%0$((n * 37 % 90 + 4))d" "$n")"; done
  find . -exec touch -h -d "@${epoch}" {} +`;

for (const [kind, args] of Object.entries(kinds)) {
  test(`a ${kind} file system is the same bytes for the same tree, whenever, wherever and by whatever engine it is made`, async (t) => {
    const scratch = scratchFolder(t);
    writeFileSync(path.join(scratch, 'random'), randomBytes(5_000_000));
    const digests: string[] = [];
    for (const name of ['first', 'second']) {
      // Other inode numbers, other times of access and change.
      mkdirSync(path.join(scratch, name));
      mkdirSync(path.join(scratch, `${name}-work`));
      const tree = path.join(scratch, name, 'tree');
      mustRun('sh', ['-euc', treeScript, 'sh', tree, path.join(scratch, 'random')]);
      if (name === 'second') {
        await sleep(1100);
        mustRun('sh', ['-c', `cat usr/bin/large >/dev/null; ls -lR >/dev/null`], { cwd: tree });
      }
      const file = path.join(scratch, `${name}.img`);
      const { engine, ...here } = taskContext();
      await makeExt4Image(
        name === 'first' ? { engine, ...here } : { ...here, engine: engineInRoot(forky, engine) },
        {
          file,
          toolsRoot,
          sizeMiB: 24,
          arguments: args,
          tree,
          labels: kind === 'slot' ? labels : null,
          epoch,
          scratch: path.join(scratch, `${name}-work`),
        },
      );
      digests.push(createHash('sha256').update(readFileSync(file)).digest('hex'));
    }
    assert.equal(digests[0], digests[1]);

    const file = path.join(scratch, 'first.img');
    const check = runProgram('e2fsck', ['-fn', file]);
    assert.equal(check.status, 0, check.stdout + check.stderr);
    assert.deepEqual(contentOf(file), listingOf(path.join(scratch, 'first/tree')));
    if (kind === 'slot') assert.deepEqual(labelsIn(file, [...labels.keys()]), [...labels.values()]);
    const facts = mustRun('dumpe2fs', ['-h', file]);
    assert.match(facts, new RegExp(`^Filesystem UUID: +${uuid}$`, 'm'));
    assert.doesNotMatch(facts, /metadata_csum_seed|orphan_file/);
    assert.equal(/has_journal/.test(facts), kind === 'data');
    assert.ok(statSync(file).blocks * 512 < 20 * 1024 * 1024, 'a sparse file');
  });
}

test('content that does not fit is a failure of the build, with what mke2fs said', async (t) => {
  const scratch = scratchFolder(t);
  mkdirSync(path.join(scratch, 'tree'));
  writeFileSync(path.join(scratch, 'tree/large'), randomBytes(9_000_000));
  const { status, lastLines = [] } = await failureOf(
    makeExt4Image(taskContext(), {
      file: path.join(scratch, 'x.img'),
      toolsRoot,
      sizeMiB: 8,
      arguments: kinds.slot,
      tree: path.join(scratch, 'tree'),
      labels: null,
      epoch,
      scratch,
    }),
  );
  assert.equal(status, 1);
  assert.match(lastLines.join('\n'), /allocate block|No space/i);
});

test('a label that cannot be set is a failure, whatever debugfs ends with', async (t) => {
  const scratch = scratchFolder(t);
  mkdirSync(path.join(scratch, 'tree'));
  for (const [name, said] of [
    ['not there', /not found/],
    ['line\nbreak', /line break/],
  ] as const) {
    const { status, what } = await failureOf(
      makeExt4Image(taskContext(), {
        ...{
          toolsRoot,
          file: path.join(scratch, 'x.img'),
          sizeMiB: 8,
          arguments: kinds.slot,
          epoch,
          scratch,
        },
        ...{ tree: path.join(scratch, 'tree'), labels: new Map([[name, 'a:b:c']]) },
      }),
    );
    assert.equal(status, 1);
    assert.match(what, said);
  }
});

test('a name that is not UTF-8 gets its label', async (t) => {
  const scratch = scratchFolder(t);
  const tree = path.join(scratch, 'tree');
  const name = Buffer.from([0x62, 0xff, 0x20, 0x22, 0x5c]);
  mkdirSync(tree);
  writeFileSync(Buffer.concat([Buffer.from(`${tree}/`), name]), '');
  const file = path.join(scratch, 'x.img');
  const labels = new Map([[pathText(name), 'system_u:object_r:etc_t:s0']]);
  await makeExt4Image(taskContext(), {
    ...{ file, toolsRoot, sizeMiB: 8, arguments: kinds.slot, tree, labels, epoch, scratch },
  });
  assert.match(mustRun('debugfs', ['-R', 'ea_list <12>', file]), /security\.selinux .*etc_t/);
});

test('an empty file system has nothing but its lost+found, and the times of the image', async (t) => {
  const scratch = scratchFolder(t);
  const file = path.join(scratch, 'x.img');
  const args = kinds.data;
  await makeExt4Image(taskContext(), {
    ...{ file, toolsRoot, sizeMiB: 16, arguments: args, tree: null, labels: null, epoch, scratch },
  });
  assert.equal(runProgram('e2fsck', ['-fn', file]).status, 0);
  const root = mustRun('debugfs', ['-R', 'stat <2>', file]);
  for (const field of ['ctime', 'atime', 'mtime', 'crtime']) {
    assert.match(root, new RegExp(`${field}: 0x${epoch.toString(16)}`), root);
  }
});

/** Labels as a kernel sees them, with the NUL that it stores at their ends. */
function labelsIn(file: string, names: readonly string[]): string[] {
  const script = `mount -o ro,loop "$1" /mnt; shift; cd /mnt
    python3 -c 'import os, sys
for name in sys.argv[1:]: print(os.getxattr(name, "security.selinux", follow_symlinks=False).decode(), end="\\n")' "$@"`;
  return mustRun('unshare', ['-m', 'sh', '-euc', script, 'sh', file, ...names])
    .split('\0\n')
    .slice(0, -1);
}

/** What a kernel sees when it mounts the image. */
function contentOf(file: string): string[] {
  return mustRun('unshare', [
    ...['-m', 'sh', '-euc', `mount -o ro,loop "$1" /mnt; cd /mnt; ${listing}`, 'sh', file],
  ])
    .split('\0')
    .filter((line) => line !== '' && !line.startsWith('./lost+found'));
}

function listingOf(tree: string): string[] {
  return mustRun('sh', ['-euc', listing], { cwd: tree })
    .split('\0')
    .filter((line) => line !== '');
}

const listing = `
  find . -mindepth 1 -type d -printf '%p %y %m %U %G %T@\\0' | sort -z
  find . -mindepth 1 ! -type d -printf '%p %y %m %U %G %n %s %T@ %l\\0' | sort -z
  find . -type f -exec sha256sum -z {} + | sort -z
  python3 -c 'import os; print(os.getxattr("usr/bin/large", "security.capability") == ${capability})'`;
