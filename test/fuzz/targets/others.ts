import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { documentToSpec, specToDocument } from '../../../src/config/document.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { presetNameProblem } from '../../../src/presets/preset-name.js';
import { parsePreset, presetText, readPresetText } from '../../../src/presets/preset-text.js';
import { editPackagesList } from '../../../src/project/packages/edit-packages-list.js';
import { readPackagesList } from '../../../src/project/packages/packages-list.js';
import { allGroups, expandGroup } from '../../../src/rpm/groups/expand-group.js';
import { packageGroupsOf } from '../../../src/rpm/groups/package-groups.js';
import { readChecksums } from '../../../src/rpm/netinst/checksum-file.js';
import { MetalinkError, metalinkMirrors, orderedMetalink } from '../../../src/rpm/repositories/metalink.js';
import { listedMirrors } from '../../../src/rpm/repositories/mirror-list.js';
import { requestedRange, servedPath } from '../../../src/serve/serve-folder.js';
import { documents, rightDocuments } from '../documents.js';
import { layerOf, merged } from '../judged.js';
import { answerOf, growth, quickTarget, target } from '../target.js';
import { damaged, repetitionsOf, textOf, wordOf } from '../texts.js';

const presetHead = '{"version":1,"name":"a","description":"b","document":';
const presetWords = ['{', '}', '"version"', ':2', '"name"', '"document"', '"description"', '[]', ',', 'null'];
const names = wordOf(['robot-1', '../evil', 'a b', 'con', '.', 'é']);
const presetTexts = fc
  .record({
    version: fc.constantFrom(1, 1, 1, 2, 0, 'x'),
    name: names,
    description: wordOf(['a', 'b\nc']),
    document: documents,
  })
  .map((content) => JSON.stringify(content));

const metalinkWords = [
  ...[
    '<metalink>',
    '<resources>',
    '</resources>',
    '<url protocol="https" preference="99">',
    '<url ',
    '</url>',
    '\n',
  ],
  ...[
    'https://h/a/repodata/repomd.xml',
    'http://h/b/repodata/repomd.xml',
    'rsync://h/c',
    '&amp;',
    '<!--',
    '-->',
    '<![CDATA[',
  ],
  ...['<!DOCTYPE x [<!ENTITY a "b">]>', '&a;', '<hash type="sha256">', '<', '>', ' ', '/'],
];

function judgeMetalink(xml: string): void {
  for (const url of unlessRefused(() => metalinkMirrors(xml)) ?? []) assert.match(url, /^https?:\/\//);
  unlessRefused(() => orderedMetalink(xml));
  unlessRefused(() => listedMirrors(xml));
}

const compsWords = [
  ...['<comps>', '</comps>', '<group>', '</group>', '<id>a</id>', '<name>b</name>', '<packagelist>'],
  ...['</packagelist>', '<packagereq type="mandatory">bash</packagereq>', '<packagereq>-x\n</packagereq>'],
  ...['<environment>', '</environment>', '<grouplist>', '<groupid>a</groupid>', '</grouplist>'],
  ...['<!DOCTYPE x [<!ENTITY a "b">]>', '&a;', '<!--', '-->', '<![CDATA[', ']]>', '<', '>', ' '],
];

function judgeComps(xml: string): void {
  const groups = packageGroupsOf([{ repository: 'x', xml }]);
  for (const { reason } of groups.problems) assert.match(reason, /\.$/);
  for (const { word } of allGroups(groups)) {
    const expanded = expandGroup(groups, word, { lines: [], isKnown: () => true });
    const text = editPackagesList('', expanded?.packages ?? [], { [word]: expanded?.packages ?? [] });
    assert.deepEqual(readPackagesList(text).findings, []);
  }
}

/** The answer, or null where the text is refused with a sentence. */
function unlessRefused<T>(judge: () => T): T | null {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof MetalinkError)) throw error;
    assert.match(error.message, /\.$/);
    return null;
  }
}

const checksumWords = [
  '# ',
  'a.iso',
  ': ',
  '12',
  ' bytes',
  '\n',
  'SHA256 (',
  ') = ',
  '0'.repeat(64),
  ' ',
  '#',
];

const pathWords = [
  '/',
  'a',
  '..',
  '.',
  '%2e',
  '%2f',
  '%00',
  '%',
  '?',
  '#',
  '//',
  'http://h/',
  '%c3%a9',
  '\\',
  '%E0',
];

export const otherTargets = [
  target('preset', fc.oneof(presetTexts, damaged(presetTexts, presetWords)), (text) => {
    const reading = readPresetText(text, 'a.json');
    if (reading.kind !== 'preset') return;
    merged([layerOf(reading.preset.document)]);
    assert.deepEqual(parsePreset(presetText(reading.preset), 'x'), reading.preset);
  }),
  target(
    'preset, written and read',
    fc.tuple(names, wordOf(['a', 'b\nc']), rightDocuments),
    ([name, description, given]) => {
      if (presetNameProblem(name) !== null) return;
      const spec = documentToSpec(given as ProjectFile, 'folder');
      const preset = { name, description, document: specToDocument(spec) };
      const read = answerOf(() => parsePreset(presetText(preset), 'x'));
      if ('document' in read) assert.deepEqual(documentToSpec(read.document, 'folder'), spec);
    },
  ),
  growth('preset', repetitionsOf([...presetWords, '"k#":1,', '"a#",', ' '], ['', presetHead, '{']), (text) =>
    readPresetText(text, 'a.json'),
  ),
  quickTarget('metalink', textOf(metalinkWords), judgeMetalink),
  growth(
    'metalink',
    repetitionsOf(metalinkWords, ['', '<metalink>', '<metalink><resources>']),
    judgeMetalink,
  ),
  quickTarget('comps', textOf(compsWords), judgeComps),
  growth('comps', repetitionsOf(compsWords, ['', '<comps>', '<comps><group>']), (xml) =>
    packageGroupsOf([{ repository: 'x', xml }]),
  ),
  quickTarget('CHECKSUM', textOf(checksumWords), (text) => {
    for (const { name, sha256, size } of readChecksums(text)) {
      assert.match(sha256, /^[0-9a-f]{64}$/);
      assert.ok(name !== '' && (size === null || size >= 0));
    }
  }),
  growth('CHECKSUM', repetitionsOf(checksumWords), readChecksums),
  quickTarget('path of a request', textOf(pathWords, 12), (text) => {
    const name = servedPath(text);
    if (name === null) return;
    const folder = '/srv/output';
    assert.ok(path.join(folder, name).startsWith(`${folder}/`), name);
    assert.ok(!name.split('/').some((part) => part.startsWith('.')), name);
  }),
  growth('path of a request', repetitionsOf(pathWords), servedPath),
  quickTarget(
    'range of a request',
    fc.tuple(textOf(['bytes=', '-', '0', '9', ',', ' '], 6), fc.nat({ max: 100 })),
    ([range, size]) => {
      const found = requestedRange({ range }, { size, etag: '"a"', lastModified: 'x' });
      if (found === null || found === 'unsatisfiable') return;
      assert.ok(0 <= found.start && found.start <= found.end && found.end < size, JSON.stringify(found));
    },
  ),
];
