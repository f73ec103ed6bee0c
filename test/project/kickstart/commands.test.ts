import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAt } from '../../../src/base/field-path.js';
import { checkDocument } from '../../../src/config/check-document.js';
import { documentToSpec } from '../../../src/config/document.js';
import { type Family, interfaceAddresses } from '../../../src/config/fields/ip-address.js';
import { uniqueUnits } from '../../../src/config/fields/unit-name.js';
import type { SystemSpec } from '../../../src/config/image-spec.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { kickstartSettings } from '../../../src/image/anaconda/kickstart-settings.js';
import { commandTable } from '../../../src/project/kickstart/command-table.js';
import { kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
import type { Kickstart } from '../../../src/project/kickstart/read-kickstart.js';
import { generatedSpecs } from '../../config/generated-specs.js';
import { commandRows, quotedKey } from './command-rows.js';
import { parsed } from './parsed.js';

test('each command means what it says in the spec', () => {
  for (const [text, fields] of commandRows) {
    const kickstart = parsed(text);
    assert.deepEqual(
      kickstart.findings.filter(({ level }) => level === 'error'),
      [],
      text,
    );
    assert.deepEqual(kickstartLayer(kickstart)?.document ?? {}, documentOf(fields), text);
    // What a command gives is what a project file may say.
    assert.deepEqual(checkDocument(documentOf(fields)), [], text);
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
    ['rootpw mysecret', ['1 The password of `root` is in clear text here']],
    ['user --name=op --plaintext --password=mysecret', ['1 The password of `op` is in clear text here']],
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
    const { firewall, services } = system;
    const known = interfaceAddresses(system.network.addresses);
    const first = (family: Family) => known.find((one) => one.family === family);
    const addresses = [first('ipv4'), first('ipv6')].filter((one) => one !== undefined);
    assert.deepEqual(back.system, {
      ...system,
      // Kickstart has no words for the rest.
      consoles: back.system.consoles,
      hardwareClock: system.hardwareClock ?? 'UTC',
      groups: withGroupsOf(system),
      // As Anaconda does, so that nobody is locked out.
      firewall: { ...firewall, services: firewall.enabled ? [...firewall.services, 'ssh'] : [] },
      users: system.users.map((user) => ({ ...user, sshKeys: [...new Set(user.sshKeys)] })),
      network: {
        ...system.network,
        addresses: addresses.map(({ ip, prefix }) => `${ip}/${prefix}`),
        connections: [],
      },
      services: {
        enabled: uniqueUnits([...services.enabled, ...services.required]),
        disabled: [...services.disabled, ...services.disabledIfPresent],
        disabledIfPresent: [],
        required: [],
      },
    });
    assert.equal(back.install.then, install.then);
  }
});

/** The groups of a system, and those that its users name. */
function withGroupsOf({ groups, users }: SystemSpec): SystemSpec['groups'] {
  const named = users.flatMap((user) => user.groups).map((name) => ({ name, gid: null }));
  const own = groups.filter(({ name, gid }) => gid !== null || named.every((group) => group.name !== name));
  return [...own, ...named.filter(({ name }) => own.every((group) => group.name !== name))];
}

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
