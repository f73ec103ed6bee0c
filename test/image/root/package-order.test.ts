import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderPackages, type PackageRelations } from '../../../src/image/root/package-order.js';

/** rpmds.h: script of %pre and %post with its interpreter, of %preun; Requires(meta). */
const flags = { '': 0, pre: 1 << 9, post: (1 << 8) | (1 << 10), preun: (1 << 8) | (1 << 11), meta: 1 << 29 };

/** `bash: glibc pre:/bin/setup = /usr/bin/bash sh` is a package, what it requires, and what it provides. */
function relations(line: string): PackageRelations {
  const [head = '', provides = ''] = line.split(' = ');
  const [name = '', ...words] = head.split(/:? (?![^(]*\))/);
  const provided = provides.split(' ').filter((word) => word !== '');
  return {
    name,
    provides: [name, ...provided.filter((word) => !word.startsWith('/'))],
    files: provided.filter((word) => word.startsWith('/')),
    requires: words.map((word) => {
      const [, kind = '', wanted = ''] = /^(?:(pre|post|preun|meta):)?(.*)$/.exec(word) ?? [];
      return { name: wanted, flags: flags[kind as keyof typeof flags] };
    }),
  };
}

function order(lines: readonly string[]): string {
  const packages = lines.map(relations);
  return orderPackages(packages)
    .map((position) => packages[position]?.name)
    .join(' ');
}

const table: [string, string[], string][] = [
  ['by name where nothing is required', ['c', 'a', 'b'], 'a b c'],
  ['what is required comes first', ['a: b', 'b: c', 'c'], 'c b a'],
  ['by what is provided', ['a: libz.so.1()(64bit)', 'z = libz.so.1()(64bit)'], 'z a'],
  ['by a file, whichever of its paths is required', ['a: /bin/sh', 'z = /usr/bin/sh'], 'z a'],
  ['by a file of the sbin that became bin', ['a: /sbin/ldconfig', 'z = /usr/bin/ldconfig'], 'z a'],
  ['by all names of a boolean dependency', ['a: (y if (z(x) or q))', 'y', 'z = z(x)'], 'y z a'],
  ['what it provides itself is required of nobody', ['a: config(a) = config(a)', 'b: a'], 'a b'],
  ['what only its removal needs says nothing', ['a: preun:z', 'z'], 'a z'],
  ['a meta dependency says nothing', ['a: meta:z', 'z'], 'a z'],
  ['in a circle, what the script needs is first', ['a: pre:b', 'b: a'], 'b a'],
  ['also against the names', ['a: b', 'b: post:a'], 'a b'],
  [
    'in a circle, what the script needs has all that it requires in turn',
    ['glibc: langpack', 'langpack: post:bash', 'bash: libc', 'lib: langpack = libc'],
    'lib bash langpack glibc',
  ],
  [
    'a shell has its library before its first script, though the library wants the package of the script',
    ['bash: glibc', 'common: post:bash glibc', 'glibc: common', 'zlib: glibc'],
    'glibc bash common zlib',
  ],
];

for (const [what, lines, expected] of table) {
  test(`packages are ordered: ${what}`, () => {
    assert.equal(order(lines), expected);
    assert.equal(order([...lines].reverse()), expected);
  });
}
