import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeEntries, type TreeShape, usualLinks } from '../../../src/project/override/place-entries.js';
import { entriesOf } from './entries-of.js';

/** `usr/` is a folder, `lib -> usr/lib` a link, anything else a file. */
function tree(...lines: string[]): TreeShape {
  const links = new Map<string, string>();
  const kinds = new Map<string, 'folder' | 'link' | 'file'>();
  for (const line of lines) {
    const [path = '', target] = line.split(' -> ');
    if (target !== undefined) links.set(path, target);
    kinds.set(
      path.replace(/\/$/, ''),
      target !== undefined ? 'link' : path.endsWith('/') ? 'folder' : 'file',
    );
  }
  return { links, kinds };
}

const merged = tree(
  ...[
    'usr/',
    'usr/bin/',
    'usr/lib/',
    'usr/sbin -> bin',
    'bin -> usr/bin',
    'sbin -> usr/sbin',
    'lib -> usr/lib',
  ],
  ...['var/', 'run/', 'var/run -> ../run', 'etc/', 'etc/passwd', 'etc/mtab -> ../proc/self/mounts'],
  ...['srv/', 'srv/www -> /usr/lib/www', 'up -> ../..', 'usr/up -> ../../etc', 'a -> b', 'b -> a'],
);

function placed(files: readonly string[], shape: TreeShape): string[] {
  const entries = entriesOf(...files);
  const { places } = placeEntries(entries, shape);
  return entries.filter(({ kind }) => kind !== 'folder').map(({ path }) => places.get(path) ?? '');
}

describe('files that are laid over a tree', () => {
  const rows: [file: string, place: string][] = [
    ['lib/firmware/x.bin', 'usr/lib/firmware/x.bin'],
    ['bin/tool', 'usr/bin/tool'],
    ['sbin/x', 'usr/bin/x'],
    ['usr/sbin/x', 'usr/bin/x'],
    ['var/run/x/y', 'run/x/y'],
    ['srv/www/index.html', 'usr/lib/www/index.html'],
    ['etc/hosts', 'etc/hosts'],
    // A link to a file is replaced as a file is.
    ['etc/mtab', 'etc/mtab'],
    ['-rf', '-rf'],
  ];
  it('go where the links of the tree lead', () => {
    for (const [file, place] of rows) assert.deepEqual(placed([file], merged), [place], file);
    assert.deepEqual(placed(['lib/a', 'lib/b/c', 'usr/lib/b/d', 'usr/lib/e'], merged), [
      ...['usr/lib/a', 'usr/lib/b/c', 'usr/lib/b/d', 'usr/lib/e'],
    ]);
  });

  it('may bring the links that the tree has', () => {
    assert.deepEqual(placed(['lib -> usr/lib', 'sbin -> /usr/bin'], merged), ['lib', 'sbin']);
  });

  const faults: [files: string[], fault: object][] = [
    [['bin/x', 'usr/bin/x'], { kind: 'twice', path: 'usr/bin/x', other: 'bin/x', place: 'usr/bin/x' }],
    [['bin/x/y', 'usr/bin/x'], { kind: 'twice', path: 'usr/bin/x', other: 'bin/x', place: 'usr/bin/x' }],
    [['bin/x', 'sbin/x'], { kind: 'twice', path: 'sbin/x', other: 'bin/x', place: 'usr/bin/x' }],
    [['lib'], { kind: 'replaces', path: 'lib', place: 'lib', target: 'usr/lib' }],
    [['lib -> usr/lib64'], { kind: 'replaces', path: 'lib', place: 'lib', target: 'usr/lib' }],
    [['etc'], { kind: 'replaces', path: 'etc', place: 'etc', target: null }],
    [['etc/passwd/x'], { kind: 'no-folder', path: 'etc/passwd', place: 'etc/passwd' }],
    [['up/x'], { kind: 'astray', path: 'up', at: 'up', target: '../..' }],
    [['usr/up/x'], { kind: 'astray', path: 'usr/up', at: 'usr/up', target: '../../etc' }],
    [['a/x'], { kind: 'astray', path: 'a', at: 'a', target: 'b' }],
  ];
  it('have no place out of the tree, instead of a folder or a link to one, or twice', () => {
    for (const [files, fault] of faults) {
      assert.deepEqual(placeEntries(entriesOf(...files), merged).faults, [fault], files.join(' '));
    }
  });
});

describe('the links of a release', () => {
  const rows: [release: number, files: string[], faults: number][] = [
    [41, ['usr/sbin/x', 'usr/bin/x'], 0],
    [42, ['usr/sbin/x', 'usr/bin/x'], 1],
    [41, ['sbin/x', 'usr/sbin/x'], 1],
    [41, ['lib64/x', 'usr/lib64/x'], 1],
    [44, ['sbin -> usr/bin'], 0],
  ];
  it('tell what collides before there is a tree', () => {
    for (const [release, files, count] of rows) {
      const { faults } = placeEntries(entriesOf(...files), { links: usualLinks(release), kinds: null });
      assert.equal(faults.length, count, `${release} ${files}`);
    }
  });
});
