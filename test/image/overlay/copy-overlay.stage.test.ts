import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { copyOverlay } from '../../../src/image/overlay/copy-overlay.js';
import { noShape, readTreeShape } from '../../../src/image/overlay/tree-shape.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

/** A tree as Fedora 42 has it, with a second name of its file elsewhere, and a folder of files to lay over it. */
function setting(t: { after(undo: () => void): void }, files: string) {
  const dir = scratchFolder(t);
  mustRun('sh', [
    '-euc',
    `cd "$1"; mkdir -p packages tree/usr/bin tree/usr/lib tree/etc tree/var tree/run tree/tmp override
     ln -s usr/bin tree/bin; ln -s bin tree/usr/sbin; ln -s usr/lib tree/lib; ln -s ../run tree/var/run
     ln -s ../../.. tree/etc/out; chmod 0750 tree/etc
     echo packaged >packages/file; ln packages/file tree/etc/file
     cd override; umask 0002; ${files}`,
    ...['sh', dir],
  ]);
  const tree = path.join(dir, 'tree');
  const lay = async () => {
    const shape = await readTreeShape(taskContext(), tree, path.join(dir, 'shape'));
    await copyOverlay(taskContext(), {
      from: path.join(dir, 'override'),
      shownAs: 'root.override',
      to: tree,
      shape,
    });
  };
  const listed = () =>
    mustRun('sh', [
      '-euc',
      'cd "$1"; find . -mindepth 1 ! -path ./tmp -printf "%M %U:%G %P -> %l\\n" | sed "s/ -> $//" | LC_ALL=C sort -k 3',
      ...['sh', tree],
    ]);
  return { dir, tree, lay, listed };
}

describe('files that are laid over a tree', () => {
  it('keep their special bits, go where links lead, and belong to root', async (t) => {
    const { dir, tree, lay, listed } = setting(
      t,
      `mkdir -p bin usr/sbin usr/lib/inner lib/firmware var/run var/spool etc
       echo x >bin/suid; chmod 6775 bin/suid; ln bin/suid bin/same; chown 12:34 bin/suid; chmod 6775 bin/suid
       echo x >usr/sbin/tool; echo x >lib/firmware/x.bin; echo x >usr/lib/inner/y; echo x >var/run/x
       mkdir -m 2775 var/spool/group; mkdir -m 1777 var/spool/all; echo x >var/spool/all/one; mkdir -m 0777 var/spool/plain
       echo new >etc/file; ln -s /nowhere etc/absolute; touch usr/.gitkeep`,
    );
    await lay();
    assert.equal(
      listed(),
      [
        ...['lrwxrwxrwx 0:0 bin -> usr/bin', 'drwxr-x--- 0:0 etc', 'lrwxrwxrwx 0:0 etc/absolute -> /nowhere'],
        ...['-rw-r--r-- 0:0 etc/file', 'lrwxrwxrwx 0:0 etc/out -> ../../..', 'lrwxrwxrwx 0:0 lib -> usr/lib'],
        ...['drwxr-xr-x 0:0 run', '-rw-r--r-- 0:0 run/x', 'drwxr-xr-x 0:0 usr', 'drwxr-xr-x 0:0 usr/bin'],
        ...['-rwsr-sr-x 0:0 usr/bin/same', '-rwsr-sr-x 0:0 usr/bin/suid', '-rw-r--r-- 0:0 usr/bin/tool'],
        ...[
          'drwxr-xr-x 0:0 usr/lib',
          'drwxr-xr-x 0:0 usr/lib/firmware',
          '-rw-r--r-- 0:0 usr/lib/firmware/x.bin',
        ],
        ...[
          'drwxr-xr-x 0:0 usr/lib/inner',
          '-rw-r--r-- 0:0 usr/lib/inner/y',
          'lrwxrwxrwx 0:0 usr/sbin -> bin',
        ],
        ...['drwxr-xr-x 0:0 var', 'lrwxrwxrwx 0:0 var/run -> ../run', 'drwxr-xr-x 0:0 var/spool'],
        ...[
          'drwxrwxrwt 0:0 var/spool/all',
          '-rw-r--r-- 0:0 var/spool/all/one',
          'drwxr-sr-x 0:0 var/spool/group',
        ],
        ...['drwxr-xr-x 0:0 var/spool/plain', ''],
      ].join('\n'),
    );
    // The packages' tree has the same file by another name.
    assert.equal(readFileSync(path.join(dir, 'packages/file'), 'utf8'), 'packaged\n');
    assert.equal(readFileSync(path.join(tree, 'etc/file'), 'utf8'), 'new\n');
  });

  it('may have names of any bytes', async (t) => {
    const names = ['-rf', 'back\\slash', '\\n', ' blank ', 'two\nlines', "'", '"', '*', '[a]', 'ü'];
    const { tree, lay } = setting(
      t,
      `for name in ${names.map((name) => `"$(printf '%b' '${octal(name)}')"`).join(' ')} "$(printf 'bad\\377')"; do
         mkdir -p "./bin/$name" && echo x >"./bin/$name/$name"; ln -s "$name" "./bin/$name/link"
       done`,
    );
    await lay();
    const list = (folder: string) =>
      mustRun('sh', [
        '-euc',
        'cd "$1"; find . -printf "%y%p %l\\0" | LC_ALL=C sort -z | od -c',
        'sh',
        folder,
      ]);
    assert.equal(list(path.join(tree, 'usr/bin')), list(path.join(tree, '../override/bin')));
  });

  const faults: [files: string, where: string, says: RegExp][] = [
    [
      'mkdir -p etc/out; echo x >etc/out/x',
      'etc/out',
      /link to `\.\.\/\.\.\/\.\.`, which does not exist there/,
    ],
    ['ln -s elsewhere lib', 'lib', /link to the folder `usr\/lib`/],
    ['mkdir -p etc/file; echo x >etc/file/x', 'etc/file', /is a file, and a folder would take its place/],
    ['mkdir -p bin usr/sbin; echo x >bin/x; echo x >usr/sbin/x', 'usr/sbin/x', /`root\.override\/bin\/x`/],
  ];
  it('are refused by name before any is copied when one would take the place of something else', async (t) => {
    for (const [files, where, says] of faults) {
      const { lay, listed } = setting(t, files);
      const before = listed();
      const failure = await failureOf(lay());
      assert.equal(failure.status, 2);
      assert.equal(failure.where, `root.override/${where}`);
      assert.match(failure.what, says);
      assert.equal(listed(), before);
    }
  });

  it('that cannot be read fail the copy, which leaves no status of tar unheard', async (t) => {
    const { dir } = setting(t, 'echo x >one');
    const from = path.join(dir, 'override');
    const broken = taskContext();
    const run = broken.engine.run;
    const engine = {
      ...broken.engine,
      run: (command: Parameters<typeof run>[0]) => {
        mustRun('rm', ['-f', path.join(from, 'one')]);
        return run(command);
      },
    };
    const failure = await failureOf(
      copyOverlay(
        { ...broken, engine },
        { from, shownAs: 'root.override', to: path.join(dir, 'tree'), shape: noShape },
      ),
    );
    assert.equal(failure.status, 1);
    assert.equal(existsSync(path.join(dir, 'tree/one')), false);
  });
});

function octal(name: string): string {
  return [...Buffer.from(name)].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
