import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editKickstart } from '../../src/project/kickstart-block.js';
import { kickstartSettings } from '../../src/project/kickstart-settings.js';
import { defaultSpec } from '../../src/spec/defaults.js';
import { generatedSpecs } from '../spec/generated-specs.js';

const begin = '# BEGIN settings of tmpfsroot.json, kept by tmpfsroot-wizard';
const end = '# END settings of tmpfsroot.json';
const spec = defaultSpec();
const settings = [begin, ...kickstartSettings(spec), end, ''].join('\n');
const crlf = settings.replaceAll('\n', '\r\n');

/** Content before, and what must come out; binary, since a person's own lines may be in any encoding. */
const table: [before: string, after: string][] = [
  ['', settings],
  ['# mine\n', `# mine\n\n${settings}`],
  ['# no end', `# no end\n\n${settings}`],
  ['# a\r\n', `# a\r\n\r\n${crlf}`],
  ['\xa4\xcf\xff\x00\n', `\xa4\xcf\xff\x00\n\n${settings}`],
  [`a\n${begin}\nold\n${end}\n\nb`, `a\n${settings}\nb`],
  [`a\r\n  ${begin}\r\nold\r\n${end}\r\nb\xe9\r\n`, `a\r\n${crlf}b\xe9\r\n`],
  [`${begin}\nold\n${end}`, settings],
  // A marker that lost its other one takes none of the lines behind it away.
  [`${begin}\nmine\n`, `${begin}\nmine\n\n${settings}`],
  [`${begin}\nmine\n${begin}\nold\n${end}\n`, `${begin}\nmine\n${settings}`],
  [`${end}\nmine\n`, `${end}\nmine\n\n${settings}`],
  [`${begin}\n1\n${end}\nmine\n${begin}\n2\n${end}\n`, `${settings}mine\n`],
];

test('the settings are replaced or appended, and every other byte stays', () => {
  for (const [before, after] of table) {
    const edited = editKickstart(Buffer.from(before, 'latin1'), spec);
    assert.equal(edited.toString('latin1'), after, JSON.stringify(before));
  }
});

test('editing twice is the same as editing once with the last spec', () => {
  const specs = generatedSpecs(60, 21);
  for (const [before] of table) {
    for (const [index, one] of specs.entries()) {
      const other = specs.at(-index) ?? spec;
      const once = editKickstart(Buffer.from(before, 'latin1'), one);
      assert.ok(editKickstart(once, one).equals(once));
      assert.ok(editKickstart(editKickstart(once, other), one).equals(once));
    }
  }
});

test('a missing file is made with its comments, and names in UTF-8 stay readable', () => {
  const named = structuredClone(spec);
  named.system.rootSshKeys = ['ssh-rsa AAAA Jürgen 山田'];
  const text = editKickstart(null, named).toString('utf8');
  assert.match(text, /^# Kickstart commands for the root section/);
  assert.match(text, /Jürgen 山田/);
});
