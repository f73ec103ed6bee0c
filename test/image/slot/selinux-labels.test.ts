import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelManifest, labelsOf, parseLabelManifest } from '../../../src/image/slot/selinux-labels.js';
import { entry } from '../tree-entries.js';

const label = (type: string) => `system_u:object_r:${type}:s0`;

test("files get the policy's answers in their order, and where it has none their folder's label", () => {
  const table: [name: string, answer: string, label: string][] = [
    ['!odd', '<<none>>', label('root_t')],
    ['.', label('root_t'), label('root_t')],
    ['etc', label('etc_t'), label('etc_t')],
    ['etc/line\nbreak', label('etc_t'), label('etc_t')],
    ['proc', '<<none>>', label('root_t')],
    ['var', label('var_t'), label('var_t')],
    ['var/tmp', 'system_u:object_r:tmp_t:s0-s0:c0.c1023', 'system_u:object_r:tmp_t:s0-s0:c0.c1023'],
    ['var/tmp/a', '<<none>>', 'system_u:object_r:tmp_t:s0-s0:c0.c1023'],
    ['var/tmp/a/b', '<<none>>', 'system_u:object_r:tmp_t:s0-s0:c0.c1023'],
    ['without/level', 'user_u:object_r:x_t', 'user_u:object_r:x_t'],
  ];
  const labels = labelsOf(
    table.map(([name]) => name),
    table.map(([, answer]) => answer),
  );
  assert.deepEqual(
    [...(labels ?? [])],
    table.map(([name, , wanted]) => [name, wanted]),
  );
});

test('what is not an answer for all of the files is none', () => {
  const paths = ['.', 'etc'];
  for (const answers of [
    [],
    [label('root_t')],
    [label('root_t'), label('etc_t'), label('etc_t')],
    [label('root_t'), ''],
    [label('root_t'), 'matchpathcon: not found'],
    ['<<none>>', label('etc_t')],
  ]) {
    assert.equal(labelsOf(paths, answers), null, answers.join(' '));
  }
});

test('the manifest of a partition labels its root, its lost+found and its folders, and is read as it was written', () => {
  const entries = [
    entry('var/log/'),
    entry('var/log/audit dir/'),
    entry('var/log/audit dir/old/'),
    entry('var/log/lastlog', 10),
    entry('var/logs/'),
  ];
  const names = entries.map(({ path }) => path);
  const types = ['var_log_t', 'auditd_log_t', 'old_t', 'lastlog_t', 'var_t'];
  const labels = new Map(names.map((name, index) => [name, label(types[index] as string)]));
  labels.set('lost+found', label('lost_found_t'));
  const text = labelManifest(labels, entries, '/var/log');
  assert.equal(
    text,
    `${label('var_log_t')} .\n${label('lost_found_t')} lost+found\n${label('auditd_log_t')} audit dir\n${label('old_t')} audit dir/old\n`,
  );
  const read = parseLabelManifest(text);
  assert.deepEqual([...read.keys()], ['.', 'lost+found', 'audit dir', 'audit dir/old']);
  assert.equal(read.get('audit dir/old'), label('old_t'));
});
