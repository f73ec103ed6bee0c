import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import fc from 'fast-check';
import { Failure } from '../../../src/base/failure.js';
import { parseJsonText } from '../../../src/base/json-text.js';
import { parseWith } from '../../../src/commands/parse.js';
import { addProjectOptions, layerOfOptions } from '../../../src/commands/project-options.js';
import { checkDocument } from '../../../src/config/check-document.js';
import { documentToSpec, specToDocument } from '../../../src/config/document.js';
import { fieldList } from '../../../src/config/fields/spec-fields.js';
import { environmentFields, environmentLayer } from '../../../src/config/layers/environment.js';
import { flagTable, repositoryFlags, setFlag } from '../../../src/config/layers/flag-table.js';
import type { Layer } from '../../../src/config/layers/layers.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { fromFolder } from '../../../src/project/folder/folder-layers.js';
import { documents, rightDocuments } from '../documents.js';
import { assertSentences, hasErrors, layerOf, merged } from '../judged.js';
import { answerOf, growth, hasAnswered, type Repetition, target } from '../target.js';
import { damaged, textOf, wordOf } from '../texts.js';

/** A document with the places of its fields, as tmpfsroot.json has it. */
function fileLayer(text: string): Layer {
  const { value, locate } = parseJsonText(text, 'tmpfsroot.json');
  return { document: value, where: (path) => `tmpfsroot.json:${locate(path).line}` };
}

function judgeText(text: string): void {
  const layer = answerOf(() => fileLayer(text));
  if (hasAnswered(layer)) merged([fromFolder(layer, '/work', '/work/project')]);
}

const jsonTexts = documents.map((document) => JSON.stringify(document) ?? 'undefined');
const jsonWords = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"system"',
  '"users"',
  '"name"',
  '"op"',
  '1',
  'null',
  '\\u0000',
];

const paths = fieldList.map(({ path }) => path);
const flagWords = [
  ...flagTable.map(({ flag }) => flag),
  ...flagTable.filter(({ kind }) => kind === 'switch').map(({ flag }) => flag.replace('--', '--no-')),
  ...Object.values(repositoryFlags).map(({ flag }) => flag),
];
const settings = fc
  .tuple(
    wordOf(paths),
    fc.oneof(jsonTexts, fc.json({ maxDepth: 1 }), wordOf(['[null]', '[[]]', '{}', 'null'])),
  )
  .map(([path, json]) => `${path}=${json}`);
const flagValues = wordOf([
  'sda',
  '8G',
  'rest',
  'a=https://h/',
  'docker-ce',
  'keys/a.asc',
  '1',
  'on',
  'iso',
  '~',
]);
const words = fc.oneof(
  fc.tuple(wordOf(flagWords), flagValues).map((pair) => pair),
  fc.tuple(fc.constant<string>(setFlag.flag), settings),
  fc.tuple(wordOf(flagWords), fc.constant('')).map(([flag]) => [flag]),
);

function layerOfWords(given: readonly string[]): Layer | undefined {
  const parsed = parseWith(addProjectOptions(new Command('build')), given, {
    stdout: new Writable({ write() {} }),
  });
  return parsed === null ? undefined : fromFolder(layerOfOptions(parsed.options), '/work', '/work/project');
}

const variables = fc.dictionary(
  fc.constantFrom(...Object.keys(environmentFields)),
  fc.oneof(flagValues, textOf(['sda', ',', '8G', '1', 'UTC', 'en_US.UTF-8', '$6$a$b']), wordOf(['44', 'us'])),
  { maxKeys: 5 },
);

/** Lists of the spec, each with elements that may be as many as one likes. */
const elements: Readonly<Record<string, readonly string[]>> = {
  packages: ['"bash"', '"-p#"', '"p#"', '1', '"a b"', '""', '"-p"'],
  'disks.devices': ['"sda"', '"sd#"', '"/dev/sda"', '1', '""', '"serial:#"'],
  'system.users': [
    '{"name":"A#"}',
    '{"name":"u#"}',
    '{"name":"op"}',
    '{}',
    '[]',
    '{"nam":1}',
    '{"name":"root"}',
  ],
  'system.groups': ['{"name":"g"}', '{"name":"g#"}', '{"name":"wheel"}', '{"gid":#}'],
  'system.rootSshKeys': ['"ssh-ed25519 AAAA"', '"x"', '"-----BEGIN OPENSSH PRIVATE KEY-----"'],
  'system.accountSshKeys': ['{"user":"a","key":"b"}', '{}'],
  'system.services.enabled': ['"sshd"', '"a#"', '" "'],
  'system.services.disabled': ['"sshd"', '"a#"'],
  'system.services.required': ['"sshd"', '"a#"', '"a@"'],
  'system.kernelArguments': ['"root=/dev/sda"', '"a"', '"a b"'],
  'system.consoles': ['"tty0"', '"tty#"', '"x y"'],
  'system.languages': ['"en_US.UTF-8"', '"xx"'],
  'system.time.sources': ['{"kind":"server","host":"h"}', '{"kind":"server","host":"h#"}', '{"kind":"x"}'],
  'system.keyboard.layouts': ['"us"', '"l#"'],
  'system.network.addresses': ['"10.0.0.2/24"', '"10.0.#.2/24"', '"fd00::#/64"'],
  'system.network.dns': ['"9.9.9.9"', '"x"'],
  'system.network.connections': ['{"name":"a","interface":"eth0"}', '{"name":"c#","interface":"e#"}', '{}']
    .concat([
      '{"name":"b#","interface":"b#","kind":"bond"}',
      '{"name":"p#","interface":"p#","controller":"b"}',
    ])
    .concat(['{"name":"v#","interface":"v#","kind":"vlan","vlan":{"parent":"v","id":#}}']),
  'system.firewall.ports': ['"1:tcp"', '"#:tcp"', '"x"'],
  repositories: [
    '{"id":"a"}',
    '{"id":"r#"}',
    '[]',
    'null',
    '{"id":"r#","baseurl":["https://h/"],"keys":["k"]}',
  ],
  persist: ['"/etc/a"', '"/etc/a#"', '"a"', '"/etc"', '"/a/b/c/d#"'],
  outputs: ['"iso"', '"isoo"', '"raw"'],
  'install.netinst': ['#'],
  '': ['"k#":1', '"release":44', '"": {}'],
  system: ['"hostnam#":1', '"x#":{"a":[]}'],
};

function inside(path: string, open: string, close: string): { head: string; tail: string } {
  const steps = path === '' ? [] : path.split('.');
  return {
    head: `${steps.map((step) => `{"${step}":`).join('')}${open}`,
    tail: `${close}${'}'.repeat(steps.length)}`,
  };
}

/** What texts are made of that patterns may read again and again. */
const texts = [
  'a',
  '-',
  '.',
  '/',
  ' ',
  ':',
  '#',
  ',',
  '=',
  '1',
  'pty,',
  'command="a" ',
  'ssh-rsa AAAA ',
  'A=',
];

/** Lists, objects and texts of 100 kB within a project file. */
const largeDocuments: fc.Arbitrary<Repetition> = fc.oneof(
  fc
    .constantFrom(
      ...Object.entries(elements).flatMap(([path, list]) => list.map((element) => [path, element])),
    )
    .map(([path = '', element = '']) => {
      const isObject = /^"[^"]*": ?/.test(element);
      const { head, tail } = inside(path, isObject ? '{' : '[', isObject ? '"z":1}' : `${element}]`);
      return { head, piece: `${element},`, tail };
    }),
  fc.tuple(fc.constantFrom(...paths), wordOf(texts)).map(([path, word]) => {
    const { head, tail } = inside(path, '"', '!"');
    return { head, piece: JSON.stringify(word || 'x').slice(1, -1), tail };
  }),
  fc.tuple(fc.constantFrom(...paths), wordOf(texts)).map(([path, word]) => {
    const { head, tail } = inside(path, '["', '!"]');
    return { head, piece: JSON.stringify(word || 'x').slice(1, -1), tail };
  }),
  wordOf(['[', '{"a":', ' ', '\n', '[],', '1,', '//', '"', '\\']).map((piece) => ({
    head: '[',
    piece: piece || ' ',
    tail: ']',
  })),
);

export const specTargets = [
  target('project file, judged', documents, (document) => {
    const { findings, spec } = merged([layerOf(document)]);
    if (!hasErrors(findings)) assert.deepEqual(checkDocument(specToDocument(spec)), []);
  }),
  target('project file, written and read', rightDocuments, (document) => {
    const shape = checkDocument(document);
    assertSentences(shape);
    if (shape.length > 0) return;
    const spec = documentToSpec(document as ProjectFile, 'folder');
    const written = JSON.parse(JSON.stringify(specToDocument(spec))) as ProjectFile;
    assert.deepEqual(documentToSpec(written, 'folder'), spec);
  }),
  target('text of a project file', fc.oneof(damaged(jsonTexts, jsonWords), textOf(jsonWords)), judgeText),
  target('JSON, read as JSON.parse reads it', damaged(jsonTexts, jsonWords), (text) => {
    const ours = answerOf(() => parseJsonText(text, 'x').value);
    if (ours instanceof Failure) return;
    assert.deepEqual(ours, JSON.parse(text.replace(/^\uFEFF/, '')));
  }),
  target('flags', fc.array(words, { maxLength: 5 }), (pairs) => {
    const layer = answerOf(() => layerOfWords(pairs.flat()));
    if (layer !== undefined && hasAnswered(layer)) merged([layer]);
  }),
  target('variables', variables, (env) => {
    merged([fromFolder(environmentLayer(env), '/work', '/work/project')]);
  }),
  growth('project file', largeDocuments, judgeText),
];
