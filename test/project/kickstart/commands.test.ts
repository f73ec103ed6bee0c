import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandTable } from '../../../src/project/kickstart/command-table.js';
import { type KickstartSystem, plainSystem } from '../../../src/project/kickstart/kickstart-system.js';
import type { Kickstart } from '../../../src/project/kickstart/read-kickstart.js';
import { kickstartLayer } from '../../../src/project/kickstart-layer.js';
import { kickstartSettings } from '../../../src/project/kickstart-settings.js';
import { documentToSpec } from '../../../src/spec/document.js';
import { getAt } from '../../../src/spec/field-path.js';
import { type Family, interfaceAddresses } from '../../../src/spec/ip-address.js';
import type { ProjectFile } from '../../../src/spec/schema.js';
import { uniqueUnits } from '../../../src/spec/unit-name.js';
import { generatedSpecs } from '../../spec/generated-specs.js';
import { commandRows, quotedKey } from './command-rows.js';
import { parsed } from './parsed.js';

test('each command means what it says, in the spec or in the system beside it', () => {
  for (const [text, fields, system = {}] of commandRows) {
    const kickstart = parsed(text);
    assert.deepEqual(
      kickstart.findings.filter(({ level }) => level === 'error'),
      [],
      text,
    );
    const document = kickstartLayer(kickstart)?.document ?? {};
    assert.deepEqual(document, documentOf(fields), text);
    const expected: KickstartSystem = { ...plainSystem, ...(system as Partial<KickstartSystem>) };
    // A user's groups are groups too.
    const groups = 'groups' in system ? kickstart.system.groups : expected.groups;
    assert.deepEqual({ ...kickstart.system, groups }, expected, text);
  }
});

test('the table holds every option of every command that has an effect', () => {
  const said = commandRows.map(([text]) => text).join('\n');
  for (const { names, options, effect } of commandTable) {
    if (effect !== 'applied') continue;
    for (const name of names) assert.match(said, new RegExp(`^${name}\\b`, 'm'));
    for (const option of options.filter((one) => one.effect === 'applied')) {
      const isThere = option.names.some((name) =>
        new RegExp(`^${names[0]} .*${name}(?![a-z0-9-])`, 'm').test(said),
      );
      assert.ok(isThere, `${names[0]} ${option.names[0]}`);
    }
  }
});

test('what has no effect, is said twice or stands in clear is a warning, at its line', () => {
  for (const [text, warnings] of [
    [
      'bootloader --timeout=5',
      ['1 `bootloader --timeout` has no effect: the device boots at once, without a menu.'],
    ],
    ['logging --host=a', ["1 `logging` has no effect: it is about Anaconda's own log"]],
    [
      'lang C\nlang C\nlang en_US.UTF-8',
      ['3 `lang` was given in ks/ks.root.cfg:2 already; this one counts.'],
    ],
    ['rootpw mysecret', ['1 The password of `root` stands here in clear']],
    ['user --name=op --plaintext --password=mysecret', ['1 The password of `op` stands here in clear']],
    ['%onerror\nx\n%end', ['1 `%onerror` is for Anaconda']],
  ] as const) {
    const { findings } = parsed(text);
    assert.equal(findings.length, warnings.length, text);
    for (const [index, { level, where, message }] of findings.entries()) {
      assert.equal(level, 'warning');
      assert.ok(`${where?.split(':')[1]} ${message}`.startsWith(warnings[index] as string), message);
      assert.doesNotMatch(message, /mysecret/);
    }
  }
});

test('a finding of the spec names the line that gave the value', () => {
  const layer = kickstartLayer(
    parsed(`user --name=a\nuser --name=b\nsshkey --username=b ${quotedKey}\n\nlang C --addsupport=x\nskipx`),
  );
  for (const [path, line] of [
    ['system.users', 1],
    ['system.users[0].groups[0]', 1],
    ['system.users[1].name', 2],
    ['system.users[1].sshKeys[0]', 3],
    ['system.languages[1]', 5],
  ] as const) {
    assert.equal(layer?.where(path), `ks/ks.root.cfg:${line}`, path);
  }
});

test('settings of a spec that are written as kickstart commands are read as the same settings', () => {
  for (const spec of generatedSpecs(200, 7)) {
    const kickstart = parsed(kickstartSettings(spec).join('\n'));
    assert.deepEqual(kickstart.findings, []);
    const back = documentToSpec(layerOf(kickstart) as ProjectFile, 'other');
    const { system, install } = spec;
    const known = interfaceAddresses(system.network.addresses);
    const first = (family: Family) => known.find((one) => one.family === family);
    const addresses = [first('ipv4'), first('ipv6')].filter((one) => one !== undefined);
    assert.deepEqual(back.system, {
      ...system,
      // Kickstart has no words for the rest.
      consoles: back.system.consoles,
      users: system.users.map((user) => ({ ...user, sshKeys: [...new Set(user.sshKeys)] })),
      network: { ...system.network, addresses: addresses.map(({ ip, prefix }) => `${ip}/${prefix}`) },
      services: {
        ...system.services,
        enabled: uniqueUnits([...system.services.enabled, ...system.services.required]),
        required: [],
      },
    });
    assert.equal(back.install.then, install.then);
  }
});

function layerOf(kickstart: Kickstart): unknown {
  return kickstartLayer(kickstart)?.document;
}

/** `{ 'system.timezone': 'UTC' }` as a document. */
function documentOf(fields: Record<string, unknown>): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(fields)) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    let at = document;
    for (const [index, step] of steps.entries()) {
      at[step] ??= getAt(document, steps.slice(0, index + 1).join('.')) ?? {};
      at = at[step] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return document;
}
