import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { setAt } from '../../../src/base/field-path.js';
import { defaultSpec, defaultValue, plainBase } from '../../../src/config/defaults.js';
import { matters } from '../../../src/config/fields/matters.js';
import { fieldAt, fieldList } from '../../../src/config/fields/spec-fields.js';
import { commandTable } from '../../../src/project/kickstart/command-table.js';

test('the default of each field is one of its values, and written it is read back', () => {
  for (const record of fieldList) {
    const value = defaultValue(record, plainBase);
    const written = record.print === undefined ? value : record.print(value);
    assert.ok(v.safeParse(record.schema, written).success, record.path);
    assert.deepEqual(record.parse === undefined ? written : record.parse(written), value, record.path);
  }
});

test('a flag, a variable and a label on a screen mean one field', () => {
  const told = {
    flags: fieldList.flatMap(({ flag }) => flag?.name ?? []),
    variables: fieldList.flatMap(({ variable }) => variable ?? []),
    labels: fieldList.flatMap(({ screen, ask }) => (ask === undefined ? [] : [`${screen}: ${ask.label}`])),
  };
  for (const [what, names] of Object.entries(told)) assert.equal(new Set(names).size, names.length, what);
});

test('what a screen asks for has help, and a flag that sets the same', () => {
  for (const { path, screen, ask, flag } of fieldList) {
    if (ask === undefined) continue;
    assert.ok(screen !== undefined && flag !== undefined && ask.help.length > 0, path);
  }
});

test('the kickstart command of a field is applied', () => {
  for (const { path, kickstart } of fieldList) {
    if (kickstart === undefined) continue;
    const [name = '', option] = kickstart.split(' ');
    const rule = commandTable.find(({ names }) => names.includes(name));
    assert.equal(rule?.effect, 'applied', `${path}: ${kickstart}`);
    if (option === undefined) continue;
    const own = rule?.options.find(({ names }) => names.includes(option));
    assert.equal(own?.effect, 'applied', `${path}: ${kickstart}`);
  }
});

/** A field, what is set in the default spec, and whether the field has an effect then. */
const table: [string, Record<string, unknown>, boolean][] = [
  ['system.hostname', {}, true],
  ['disks.main', {}, false],
  ['disks.main', { 'disks.devices': ['sda', 'sdb'] }, true],
  ['partitions.disks.docker', { 'disks.devices': ['sda', 'sdb'] }, true],
  ['system.network.gateway', {}, false],
  ['system.network.gateway', { 'system.network.addresses': ['192.168.1.10/24'] }, true],
  // Alone it is an error, which must be seen.
  ['system.network.gateway', { 'system.network.gateway': '192.168.1.1' }, true],
  ['install.method', {}, true],
  ['install.method', { outputs: ['raw'] }, false],
  ['install.payload', {}, false],
  ['install.payload', { 'install.method': 'anaconda' }, true],
  // Nothing is installed by it.
  ['install.payload', { 'install.method': 'anaconda', outputs: ['raw'] }, false],
  ['install.netinst.key', { 'install.method': 'anaconda' }, true],
];

test('a field matters where what it depends on is set', () => {
  for (const [path, values, expected] of table) {
    const spec = Object.entries(values).reduce<Record<string, unknown>>(
      (rest, [field, value]) => setAt(rest, field, value),
      defaultSpec() as unknown as Record<string, unknown>,
    );
    assert.equal(matters(spec, path), expected, `${path} ${JSON.stringify(values)}`);
  }
});

test('conditions name fields', () => {
  for (const { matters: conditions = [] } of fieldList) {
    for (const { path } of conditions) assert.doesNotThrow(() => fieldAt(path));
  }
});
