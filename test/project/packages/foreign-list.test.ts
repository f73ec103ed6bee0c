import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPackagesList, readPackageTexts } from '../../../src/project/packages/packages-list.js';
import { pasteList } from '../../../src/wizard/packages/selection.js';
import { foreignLists } from '../../helpers/foreign-lists.js';

for (const { title, text, form } of foreignLists) {
  test(`another builder's file is refused as a whole, in packages.list and pasted: ${title}`, () => {
    const read = readPackagesList(text);
    assert.deepEqual(read.packages, []);
    assert.equal(read.findings.length, 1, JSON.stringify(read.findings));
    const [finding] = read.findings;
    assert.match(finding?.message ?? '', form);
    assert.match(finding?.where ?? '', /^packages\.list:\d+$/);
    assert.match(finding?.remedy ?? '', /names of (its|the) packages alone/);
    assert.deepEqual(readPackageTexts(text).packages, []);
    const pasted = pasteList(text);
    assert.deepEqual(pasted.names, []);
    assert.match(pasted.refused ?? '', form);
  });
}

const commands: [title: string, text: string, names: string[], left?: RegExp][] = [
  ['over lines', 'dnf install -y bash \\\n  sed \\\n  && dnf clean all', ['bash', 'sed']],
  [
    'of a Dockerfile',
    'FROM fedora:41\nENV A=b\nRUN dnf install -y bash --exclude=nano \\\n    sed\nCOPY . /x\n',
    ['bash', '-nano', 'sed'],
    /FROM fedora:41.*ENV A=b.*COPY/,
  ],
  ['of a script', '#!/bin/sh\nset -e\necho hello\ndnf install bash\n', ['bash'], /set -e.*echo hello/],
  [
    'of a kickstart file',
    'lang C\n%packages\nbash\n-nano\n%end\n%post\npip install x\ndnf install sed\n%end',
    ['bash', '-nano'],
  ],
];

for (const [title, text, names, left] of commands) {
  test(`commands are read when they are pasted, and refused as a packages.list: ${title}`, () => {
    const pasted = pasteList(text);
    assert.equal(pasted.refused, null);
    assert.deepEqual(pasted.names, names);
    const dropped = pasted.dropped.map((one) => one.text).join(' ');
    if (left === undefined) assert.equal(dropped, '');
    else assert.match(dropped, left);
    const read = readPackagesList(text);
    assert.deepEqual(read.packages, []);
    assert.equal(read.findings.length, 1);
  });
}

test('lists of names are not descriptions, whatever they look like', () => {
  for (const text of [
    'dnf\nsudo\nbash\n',
    'bash # a = b: c\n',
    '# packages:\nbash',
    '[ab]c\nlib[ab]*',
    'pip npm apk',
  ])
    assert.deepEqual(readPackagesList(text).findings, [], text);
});
