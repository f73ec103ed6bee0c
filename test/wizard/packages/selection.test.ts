import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requiredPackages } from '../../../src/config/releases/required-packages.js';
import { packageIndexOf } from '../../../src/rpm/solve/package-index-columns.js';
import {
  addPackages,
  pasteList,
  removePackage,
  requiredReason,
  unknownNames,
} from '../../../src/wizard/packages/selection.js';
import { packageSets } from '../../../src/wizard/packages/sets.js';

const additions: [string, string[], string[], string[]][] = [
  ['a name comes at the end', ['bash'], ['sed'], ['bash', 'sed']],
  ['a name that is there stays once', ['bash', 'sed'], ['bash', 'sed', 'sed', 'vim'], ['bash', 'sed', 'vim']],
  ['a name that is there with a comment', ['bash # shell'], ['bash'], ['bash # shell']],
  ['a name that is there as a NEVRA', ['bash-5.2.37-1.fc44'], ['bash'], ['bash-5.2.37-1.fc44']],
  ['a name beside a glob, which is not the same', ['kernel*'], ['kernel-tools'], ['kernel*', 'kernel-tools']],
  ['the exclude of an added name goes', ['-vim', 'bash'], ['vim'], ['bash', 'vim']],
  ['the glob that excludes an added name goes', ['-vim*', 'bash'], ['vim-minimal'], ['bash', 'vim-minimal']],
  ['the exclude of an added NEVRA goes', ['-vim'], ['vim-9.1-1.fc44'], ['vim-9.1-1.fc44']],
  ['an exclude that hits nothing added stays', ['-vim', 'bash'], ['nano'], ['-vim', 'bash', 'nano']],
  ['an added exclude takes the place of the name', ['vim', 'nano'], ['-vim'], ['nano', '-vim']],
  ['an added exclude of what is needed is left out', ['bash'], ['-bash'], ['bash']],
  ['nothing in a word adds nothing', ['bash'], ['', ' # '], ['bash']],
];

for (const [title, lines, names, expected] of additions) {
  test(`packages are added: ${title}`, () => {
    const before = [...lines];
    assert.deepEqual(addPackages(lines, names), expected);
    assert.deepEqual(lines, before, 'the list that was given is left alone');
  });
}

const base = [...(packageSets.find(({ id }) => id === 'base')?.packages ?? [])];

const removals: [string, string[], string, string[] | RegExp][] = [
  ['a package that nobody needs', ['bash', 'vim'], 'vim', ['bash']],
  ['an exclude, also of a needed package', ['bash', '-bash'], '-bash', ['bash']],
  ['a name leaves its exclude alone', ['vim', '-vim'], 'vim', ['-vim']],
  ['a name that is in no line', ['bash'], 'vim', ['bash']],
  ['bash', ['bash'], 'bash', /^`bash` stays in the list: scripts .* run in it\.$/],
  ['a line with a comment', ['bash # shell'], 'bash # shell', /^`bash` stays/],
  ['bash, listed twice', ['bash', 'bash'], 'bash', /^`bash` stays/],
  [
    'bash as a NEVRA',
    ['bash-5.2-1.fc44'],
    'bash-5.2-1.fc44',
    /^`bash-5.2-1.fc44` stays in the list: scripts/,
  ],
  ['bash beside its NEVRA', ['bash', 'bash-5.2-1.fc44'], 'bash', ['bash-5.2-1.fc44']],
  [
    'kernel alone',
    ['kernel'],
    'kernel',
    /it brings kernel-core, which is needed because it holds the kernel\.$/,
  ],
  ['kernel beside kernel-core', ['kernel', 'kernel-core'], 'kernel', ['kernel-core']],
  ['kernel-core beside kernel', ['kernel', 'kernel-core'], 'kernel-core', ['kernel']],
  ['kernel-core alone', ['kernel-core'], 'kernel-core', /it holds the kernel\.$/],
  [
    'a glob that alone brings the kernel',
    ['kernel*'],
    'kernel*',
    /^`kernel\*` stays .* it brings kernel-core/,
  ],
  ['one of two kinds of coreutils', ['coreutils', 'coreutils-single'], 'coreutils', ['coreutils-single']],
  ['the other kind alone', ['coreutils-single'], 'coreutils-single', /copies the root slot/],
  ['btrfs-progs', base, 'btrfs-progs', /\/var\/lib\/docker/],
];

for (const [title, lines, name, expected] of removals) {
  test(`a package is taken off the list, or the reason is said why not: ${title}`, () => {
    const answer = removePackage(lines, name);
    if (expected instanceof RegExp) assert.match('refused' in answer ? answer.refused : '', expected);
    else assert.deepEqual(answer, { lines: expected });
    assert.equal(requiredReason(lines, name) !== null, expected instanceof RegExp);
  });
}

test('of the base system exactly those packages are held that an image needs', () => {
  const held = base.filter((name) => requiredReason(base, name) !== null);
  const needed = requiredPackages().map(({ anyOf }) => (anyOf[0] === 'kernel-core' ? 'kernel' : anyOf[0]));
  assert.deepEqual([...held].sort(), [...needed].sort());
});

const pastes: [string, string, string[], string[]?][] = [
  [
    'a packages.list',
    '# Base\nbash\n\nsed  # editor\n-vim\r\nkernel-modules*\n',
    ['bash', 'sed', '-vim', 'kernel-modules*'],
  ],
  ['a list that begins with a byte order mark', '\uFEFFbash\nsed', ['bash', 'sed']],
  ['names with blanks', '  bash sed\tgrep ', ['bash', 'sed', 'grep']],
  ['names with commas', 'bash, sed,grep', ['bash', 'sed', 'grep']],
  ['names twice', 'bash bash', ['bash']],
  ['quotes', `"bash" 'sed' “grep”, \`gawk\``, ['bash', 'sed', 'grep', 'gawk']],
  ['a list of JSON', '["bash", "sed"]', ['bash', 'sed']],
  ['a project file', '{"format": 1, "packages": ["bash", "-vim"], "release": 44}', ['bash', '-vim']],
  ['a list in brackets', '[bash, sed]', ['bash', 'sed']],
  ['a list of Python', "packages = ['bash',\n  'sed']\n", ['bash', 'sed']],
  ['a list of a shell', 'PKGS=(bash sed)', ['bash', 'sed']],
  ['a list of YAML', 'packages:\n  - bash\n  - "sed"\n', ['bash', 'sed']],
  ['bullets', '* bash\n• sed', ['bash', 'sed']],
  [
    'NEVRAs, globs, paths and provides',
    'bash-5.2-1.fc44 lib[ab]* [ab]c /usr/bin/sh perl(Carp)',
    ['bash-5.2-1.fc44', 'lib[ab]*', '[ab]c', '/usr/bin/sh', 'perl(Carp)'],
  ],
  ['excludes of dnf in a list', 'bash -x vim --exclude=nano', ['bash', '-vim', '-nano']],
  ['dnf itself in a list', 'dnf sudo bash', ['dnf', 'sudo', 'bash']],
  ['a command', 'dnf install bash sed', ['bash', 'sed']],
  [
    'a command with options',
    '$ sudo dnf5 -y --setopt=a=b --repo x install --best bash --releasever 44 sed',
    ['bash', 'sed'],
  ],
  [
    'a command over several lines',
    'RUN dnf install -y \\\n    bash \\\n    sed \\\n && dnf clean all',
    ['bash', 'sed'],
  ],
  [
    'a command that excludes',
    'yum install bash --exclude=vim,nano -x emacs',
    ['bash', '-vim', '-nano', '-emacs'],
  ],
  ['a prompt of a shell', '[root@host ~]# dnf install bash', ['bash']],
  ['commands that install nothing', 'dnf upgrade bash; dnf remove vim', []],
  [
    'a kickstart file',
    'lang en_US\n%packages --nocore\nbash\n-vim\n%end\n%post\necho hello\n%end',
    ['bash', '-vim'],
  ],
  ['a kickstart section without an end', '%packages\nbash', ['bash']],
  [
    'groups of a kickstart file',
    '%packages\n@^server-environment\n@Core tools\nbash\n%end',
    ['bash'],
    ['@^server-environment', '@Core tools'],
  ],
  ['groups', 'bash @core -@base', ['bash'], ['@core', '-@base']],
  ['what is not a name', 'bash +x --best $HOME', ['bash'], ['+x', '--best', '$HOME']],
  [
    'files',
    'https://host/a.rpm bash ./b-1-1.noarch.rpm',
    ['bash'],
    ['https://host/a.rpm', './b-1-1.noarch.rpm'],
  ],
  ['nothing', ' \n# nothing\n', []],
];

for (const [title, text, names, dropped = []] of pastes) {
  test(`a pasted text is read: ${title}`, () => {
    const read = pasteList(text);
    assert.deepEqual(read.names, names);
    assert.deepEqual(
      read.dropped.map((each) => each.text),
      dropped,
    );
    for (const { reason } of read.dropped) assert.match(reason, /^is .*[^.]$/);
  });
}

function indexOf(names: Iterable<string>) {
  const facts = { summary: '', version: '1-1.fc44', installedBytes: 1 };
  return packageIndexOf([...names].map((name) => ({ name, ...facts })));
}

const small = indexOf(['bash', 'bash-completion', 'kernel', 'kernel-core', 'libX11', 'plymouth', 'sed']);

const judged: [string, string, string[] | null][] = [
  ['a name', 'bash', null],
  ['a name with a comment', 'bash # shell', null],
  ['a NEVRA, of which only the name counts', 'bash-0.1-1.fc30.x86_64', null],
  ['a glob', 'kernel-*', null],
  ['a glob that begins anyhow', '*-completion', null],
  ['a path', '/usr/bin/nothing', null],
  ['a provide', 'perl(Carp)', null],
  ['an exclude', '-bash', null],
  ['nothing', '# bash', null],
  ['a misspelt name', 'plymuoth', ['plymouth']],
  ['a misspelt name in the wrong case', 'libx12', ['libX11']],
  ['a misspelt NEVRA', 'bahs-5.2-1.fc44', ['bash']],
  ['a misspelt exclude', '-plymoth', ['-plymouth']],
  ['a name that is like none', 'completely-different', []],
  ['a glob that matches nothing', 'kernal*', []],
  ['a glob that matches nothing, whatever it begins with', '*-kernal', []],
];

for (const [title, line, expected] of judged) {
  test(`a line that is in no repository is found, with what was meant: ${title}`, () => {
    const answer = unknownNames([line], small);
    assert.deepEqual(answer, expected === null ? [] : [{ name: line, nearest: expected }]);
  });
}

test('strangers in a list of 60 lines are found among 60,000 names', { timeout: 60_000 }, () => {
  const index = indexOf(
    Array.from({ length: 60_000 }, (_, n) => `package-${(n * 7919) % 60_000}-of-${n % 97}`),
  );
  const lines = [...index.names.filter((_, row) => row % 1100 === 5), 'package-1*', '-package-2*', '*-of-9?'];
  assert.ok(lines.length > 50);
  assert.deepEqual(unknownNames(lines, index), []);
  const strange = [...lines, 'pakage-17-of-x', 'pcakage-one-of-a-kind', 'something-else'];
  assert.equal(unknownNames(strange, index).length, 3);
  // A key press asks several times.
  assert.equal(unknownNames(strange, index), unknownNames(strange, index));
});
