import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as v from 'valibot';
import { formatPath, getAt, isRecord, parsePath, replaceAt, type Step } from '../../src/base/field-path.js';
import type { Finding } from '../../src/base/finding.js';
import { checkDocument, entriesOf, factsOf, itemOf, unwrap } from '../../src/config/check-document.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { documentToSpec, specToDocument } from '../../src/config/document.js';
import { validateSpec } from '../../src/config/findings/validate.js';
import { flagTable, repositoryFlags, setFlag } from '../../src/config/layers/flag-table.js';
import { type ProjectFile, projectFileSchema } from '../../src/config/schema.js';
import { valueRows } from './fields/value-rows.js';
import { sshKey } from './generated-specs.js';

const today = new Date('2026-11-22');

/** A field that holds one value, or elements that do. */
interface Leaf {
  steps: Step[];
  schema: v.GenericSchema;
}

function leavesOf(schema: v.GenericSchema, steps: Step[] = []): Leaf[] {
  const bare = unwrap(schema);
  const entries = entriesOf(bare);
  if (entries !== null)
    return Object.entries(entries).flatMap(([key, inner]) => leavesOf(inner, [...steps, key]));
  const item = itemOf(bare);
  return item === null ? [{ steps, schema }] : leavesOf(item, [...steps, 0]);
}

const leaves = leavesOf(projectFileSchema).filter(({ steps }) => steps[0] !== '$schema');

/** A document in which a leaf has a value, and what its neighbours must not lack. */
function documentOf(steps: readonly Step[], value: unknown): unknown {
  const inner = steps.reduceRight<unknown>(
    (below, step) => (typeof step === 'number' ? [below] : { [step]: below }),
    value,
  );
  return neighbours.reduce<unknown>((document, [path, needed]) => {
    const element = getAt(document, path);
    return isRecord(element) ? replaceAt(document, parsePath(path), { ...needed, ...element }) : document;
  }, inner);
}

/** Objects, and what one of them must not lack. */
const neighbours: readonly [path: string, needed: object][] = [
  ['repositories[0]', { id: 'x', keys: ['k'], baseurl: ['file:///r/'] }],
  ['system.users[0]', { name: 'op' }],
  ['system.groups[0]', { name: 'plc' }],
  ['system.accountSshKeys[0]', { user: 'op', key: sshKey }],
  ['system.time.sources[0]', { host: 'ntp.example.org' }],
  ['system.network.connections[0]', { name: 'x' }],
  ['system.network.connections[0].vlan', { parent: 'eth0', id: 7 }],
];

const junk: readonly unknown[] = [
  ...[
    '',
    ' ',
    'a b',
    '!',
    '*',
    '-x',
    'ä',
    '$x',
    '../x',
    '~x',
    '1000',
    'x'.repeat(300),
    'A_B.c',
    'yes',
    'rest',
    '8GB',
  ],
  ...['1,5G', '1.0001G', '9999999G', 0, -1, 1.5, 7, 1e9, true, null, [], {}, ['a b'], { a: 1 }],
];

/** What is said of every field for every kind of junk, alone and in a whole spec. */
function allFindings(): { finding: Finding; document: unknown }[] {
  const rows = valueRows.flatMap(({ field, refused }) => {
    const steps = field
      .replace('users.', 'users.[].')
      .replace('repositories.', 'repositories.[].')
      .split(/\.|(?=\[\])/)
      .map((step) => (step === '[]' ? 0 : step));
    return refused.map((value) => documentOf(steps, value));
  });
  const documents = [
    ...leaves.flatMap(({ steps }) => junk.map((value) => documentOf(steps, value))),
    ...rows,
    ...meanings.map(([path, value]) => documentOf(path.split('.'), value)),
  ];
  return documents.flatMap((document) => {
    const shapes = checkDocument(document);
    const findings =
      shapes.length > 0
        ? shapes
        : validateSpec(documentToSpec(document as ProjectFile, 'small'), today).filter(
            ({ path }) => getAt(document, path) !== undefined,
          );
    return findings.map((finding) => ({ finding, document }));
  });
}

/** Values of the right form that mean nothing good. */
const meanings: [path: string, value: unknown][] = [
  ['release', 30],
  ['system.languages', []],
  ['system.languages', ['en_US', 'xx_XX.UTF-8', 'en_UK.UTF-8', 'eng_US', 'ja_JA.UTF-8']],
  ['system.languages', ['de_JP.UTF-8', 'ja_JP.KOI8-R']],
  ['system.keymap', 'de-nodeadkey'],
  ['system.timezone', 'Asia/Tokio'],
  ['system.timezone', 'asia/tokyo'],
  ['system.users', [{ name: 'operator' }, { name: 'audio' }, { name: 'root' }]],
  ['system.services', { enabled: ['a'], disabled: ['a'], required: ['b@', 'c@.service'] }],
  ['system.kernelArguments', ['root=x', 'init=/bin/sh']],
  ['system.kernelArguments', Array.from({ length: 20 }, (_, at) => `a${at}=${'x'.repeat(100)}`)],
  ['system.rootPasswordHash', `$1$salt$${'x'.repeat(22)}`],
  ['system.network', { addresses: ['10.0.0.0/24', '10.0.0.9/24'], gateway: '10.0.0.9' }],
  ['system.network', { gateway: '10.0.0.9' }],
  [
    'system.network',
    {
      device: 'eth0',
      connections: [
        { name: 'tmpfsroot', interface: 'eth0' },
        { name: 'b', interface: 'eth0' },
      ],
    },
  ],
  [
    'system.network',
    {
      connections: [
        { name: 'a', kind: 'bond' },
        { name: 'a', kind: 'vlan', interface: 'v7' },
      ],
    },
  ],
  [
    'system.network',
    { connections: [{ name: 'a', vlan: { parent: 'eth0', id: 7 }, options: ['mode=802.3ad'] }] },
  ],
  [
    'system.network',
    {
      connections: [
        { name: 'bond0', kind: 'bond', interface: 'bond0' },
        { name: 'a', interface: 'eth1', controller: 'bond1' },
      ],
    },
  ],
  ...[
    { method: 'manual' },
    { addresses: ['10.0.0.2/24'], gateway: '10.0.0.1' },
    { method: 'disabled', dns: ['10.0.0.1', 'fd00::1'] },
    { method: 'dhcp' },
  ].map((ipv4): [string, unknown] => ['system.network.connections', [{ name: 'a', ipv4 }]]),
  ['system.groups', [{ name: 'a' }, { name: 'a' }]],
  ['system.keyboard', { options: ['grp:alt_shift_toggle'] }],
  ['system.time', { disabled: true, sources: [{ host: 'ntp.example.org' }] }],
  ['system.firewall', { services: ['http'], ports: ['80:tcp'] }],
  ['repositories', []],
  ['repositories', [{ id: 'fedroa' }]],
  ['outputs', []],
];

const fieldNames = new Set(
  leaves.flatMap(({ steps }) => {
    const path = formatPath(steps).replaceAll(/\[\d+\]/g, '');
    return path.split('.').flatMap((name, at, all) => [name, all.slice(0, at + 1).join('.')]);
  }),
);
const flags = new Map(
  [...flagTable, ...Object.values(repositoryFlags), setFlag].map((field) => [field.flag, field]),
);
const programs = ['openssl', 'ssh-keygen', 'npx', 'tmpfsroot-wizard'];

/** Whether a text in backquotes of a remedy can be followed as it stands; a value is tried at the finding's own field. */
function isFollowed(advice: string, { path }: Finding, document: unknown): boolean {
  const [first = '', ...rest] = advice.split(' ');
  if (programs.includes(first)) return true;
  if (first.startsWith('--')) return areFlags([first, ...rest]);
  if (fieldNames.has(advice) || /^(?:root\.override|\/etc|\/dev)\//.test(advice)) return true;
  if (['true', 'false', '[ ... ]', '{ ... }', '{', '}'].includes(advice)) return true;
  if (/^glibc-langpack-[a-z]+$/.test(advice)) return true;
  // Parts of names and of examples.
  if (advice === '.pub' || advice === 'cert-authority ' || advice.startsWith('restrict,command='))
    return true;
  const steps = parsePath(path);
  const readings: unknown[] = [
    advice,
    ...(/^\d+$/.test(advice) ? [Number(advice)] : []),
    ...(advice === 'null' ? [null] : []),
  ];
  return readings.some((value) => {
    const changed = replaceAt(document, steps, value);
    return !checkDocument(changed).some((other) => other.path === path);
  });
}

/** Flags of the program, of which those with a value have one that their field takes, or a name for it in capitals. */
function areFlags(words: readonly string[]): boolean {
  return words.every((word, at) => {
    if (!word.startsWith('--')) return true;
    const field = flags.get(word);
    const value = words[at + 1];
    if (field === undefined) return false;
    if (value === undefined || /^[A-Z]+(?:=[A-Z]+)?$/.test(value) || !('path' in field)) return true;
    const steps: Step[] = field.path.split('.');
    const values = field.kind === 'list' ? value.split(',') : [value];
    const isList = field.kind === 'list' || field.kind === 'items';
    return values.every((one) => checkDocument(documentOf(isList ? [...steps, 0] : steps, one)).length === 0);
  });
}

test('what a remedy says to write is taken by the field that it is said of', () => {
  const all = allFindings();
  assert.ok(all.length > 800, `${all.length} findings`);
  const advice = all.flatMap(({ finding, document }) =>
    [...finding.remedy.matchAll(/`([^`]+)`/g)].map(([, text = '']) => ({ text, finding, document })),
  );
  const vain = advice.filter(({ text, finding, document }) => !isFollowed(text, finding, document));
  assert.deepEqual(
    [...new Set(vain.map(({ text, finding }) => `${finding.path}: ${text} (${finding.remedy})`))],
    [],
  );
  assert.ok(advice.length > 800, `${advice.length} pieces of advice`);
});

test('a fix of any of them takes its finding away', () => {
  let taken = 0;
  for (const { finding, document } of allFindings()) {
    if (finding.fix === undefined) continue;
    const { path, value } = finding.fix;
    const corrected = replaceAt(document, parsePath(path), value);
    const left = checkDocument(corrected);
    const all =
      left.length > 0 ? left : validateSpec(documentToSpec(corrected as ProjectFile, 'small'), today);
    const isSame = (other: Finding) => other.path === finding.path && other.message === finding.message;
    assert.ok(!all.some(isSame), JSON.stringify(finding));
    taken++;
  }
  assert.ok(taken > 100, `${taken} fixes`);
});

test('every example of a field is taken by it', () => {
  for (const { steps, schema } of leaves) {
    const facts = factsOf(schema);
    if (facts?.secret) continue;
    for (const example of facts?.examples ?? []) {
      assert.deepEqual(checkDocument(documentOf(steps, example)), [], `${formatPath(steps)}: ${example}`);
    }
  }
});

test('the default spec is one that nothing is said of', () => {
  assert.deepEqual(checkDocument(specToDocument(defaultSpec())), []);
});
