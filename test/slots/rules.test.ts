import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { type BootState, domains, fields, firstState, type Slot } from '../../src/slots/boot-state.js';
import { type BootEvent, follow, rules } from '../../src/slots/rules.js';
import { shellRules } from '../../src/slots/shell-script.js';

test('the rules of the device are those of the table', () => {
  const written = readFileSync(packageFile('src/device/dracut/90tmpfsroot/slot-rules.sh'), 'utf8');
  assert.equal(written, shellRules(), 'run `npm run slot-rules`');
});

test('every state has a slot to start, and every rule has its use', () => {
  const used = new Set<string>();
  let states: Record<string, string>[] = [{}];
  for (const field of fields) {
    states = states.flatMap((state) => domains[field].map((value) => ({ ...state, [field]: value })));
  }
  for (const state of states as BootState[]) {
    const { rule } = follow('boot', state);
    assert.notEqual(rule?.first, undefined, JSON.stringify(state));
    used.add(rule?.id ?? '');
    for (const event of ['slot-bad', 'commit', 'failed', 'barrier', 'trial', 'healed'] as const) {
      for (const me of ['0', '1'] as const) used.add(follow(event, state, me).rule?.id ?? '');
    }
  }
  assert.deepEqual(
    rules.map(({ id }) => id).filter((id) => !used.has(id)),
    [],
  );
});

interface Row {
  name: string;
  from: Partial<BootState>;
  event: BootEvent;
  me?: Slot;
  /** What changed. */
  to: Partial<BootState>;
  first?: Slot;
  restart?: true;
}

const rows: Row[] = [
  { name: 'a start is counted', from: {}, event: 'boot', to: { fails: '1' }, first: '0' },
  {
    name: 'the fourth is of the other slot',
    from: { fails: '3' },
    event: 'boot',
    to: { fails: '0' },
    first: '1',
  },
  {
    ...{ name: 'a slot that is being written is not tried first', event: 'boot', first: '0' },
    ...{ from: { fails: '3', ok1: '0' }, to: {} },
  },
  {
    name: 'grub2-reboot 1',
    from: { next_entry: '1' },
    event: 'boot',
    to: { next_entry: '', trial: '1' },
    first: '1',
  },
  {
    ...{ name: 'grub2-reboot of the default', event: 'boot', first: '0' },
    ...{ from: { next_entry: '0' }, to: { next_entry: '', fails: '1' } },
  },
  {
    ...{ name: 'grub2-reboot of a slot that is being written', event: 'boot', first: '0' },
    ...{ from: { next_entry: '1', ok1: '0' }, to: { next_entry: '', fails: '1' } },
  },
  { name: 'grub2-set-default 1', from: { saved_entry: '1' }, event: 'boot', to: { fails: '1' }, first: '1' },
  {
    name: 'an update has three trials',
    from: { trial: '1', tries: '3' },
    event: 'boot',
    to: { tries: '2' },
    first: '1',
  },
  {
    ...{ name: 'after them the old slot', event: 'boot', first: '0' },
    ...{ from: { trial: '1', tries: '0' }, to: { trial: '', fails: '1' } },
  },
  { name: 'a commit ends the count', from: { fails: '2' }, event: 'commit', me: '0', to: { fails: '0' } },
  {
    ...{ name: 'a trial is committed', event: 'commit', me: '1' },
    ...{ from: { trial: '1', tries: '2' }, to: { trial: '', tries: '0', saved_entry: '1' } },
  },
  {
    ...{
      name: 'a stand-in is not a new default',
      event: 'commit',
      me: '1',
      from: { fails: '0' },
      to: { fails: '2' },
    },
  },
  {
    ...{ name: 'the slot beside a damaged one is', event: 'commit', me: '1' },
    ...{ from: { ok0: '2', fails: '1' }, to: { saved_entry: '1', fails: '0' } },
  },
  { name: 'a damaged slot is marked', from: {}, event: 'slot-bad', me: '0', to: { ok0: '2' } },
  { name: 'the last good one is not', from: { ok1: '2' }, event: 'slot-bad', me: '0', to: {} },
  {
    name: 'services that fail change the slot',
    from: { fails: '1' },
    event: 'failed',
    me: '0',
    to: { fails: '3', failed: '0' },
    restart: true,
  },
  {
    ...{ name: 'the second time for good', event: 'failed', me: '0', restart: true },
    ...{ from: { fails: '3', failed: '0' }, to: { fails: '0', failed: '', ok0: '2' } },
  },
  {
    ...{ name: 'power cuts before are not the first time', event: 'failed', me: '0', restart: true },
    ...{ from: { fails: '3' }, to: { failed: '0' } },
  },
  {
    ...{ name: 'nor is one whose stand-in failed as well', event: 'failed', me: '0', restart: true },
    ...{ from: { fails: '1', failed: '0' }, to: { fails: '3' } },
  },
  {
    ...{ name: 'a commit forgets that the slot failed', event: 'commit', me: '0' },
    ...{ from: { fails: '3', failed: '0' }, to: { fails: '0', failed: '' } },
  },
  {
    ...{ name: 'that of its stand-in does not', event: 'commit', me: '1' },
    ...{ from: { failed: '0' }, to: { fails: '2' } },
  },
  { name: 'in the other slot they do not', from: { fails: '0' }, event: 'failed', me: '1', to: {} },
  {
    name: 'a healed slot is whole again, and nothing else',
    from: { ok0: '0' },
    event: 'healed',
    me: '0',
    to: { ok0: '1' },
  },
  {
    name: 'so is one that was marked',
    from: { ok0: '2', saved_entry: '1' },
    event: 'healed',
    me: '0',
    to: { ok0: '1' },
  },
  {
    name: 'an update that waits for its trial was not healed',
    from: { ok1: '0', trial: '1' },
    event: 'healed',
    me: '1',
    to: {},
  },
  { name: 'without another slot they do not', from: { ok1: '2' }, event: 'failed', me: '0', to: {} },
];
for (const { name, from, event, me, to, first, restart } of rows) {
  test(name, () => {
    const state = { ...firstState, ...from };
    const outcome = follow(event, state, me);
    assert.deepEqual(outcome.state, { ...state, ...to });
    assert.equal(outcome.rule?.first, first);
    assert.equal(outcome.rule?.restart, restart);
  });
}
