import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstState, okOf, otherSlot, type Slot } from '../../src/slots/boot-state.js';
import { type Copies, newestOf } from '../../src/slots/copies.js';
import { caseCount } from '../helpers/case-count.js';
import {
  contentOf,
  type Disk,
  grub,
  newDisk,
  ours,
  type Protocol,
  repair,
  stateOn,
  withContent,
} from './device-model.js';
import { healOnce, keyOfDisk, keyOfMachine, newMachine, startOnce, stepsOf } from './machine-model.js';

/** Starts within which a device with a whole slot has committed it, whatever was before. */
const enough = 9;

interface Walk {
  states: number;
  transitions: number;
  cuts: number;
  /** Each kind of violation, with the first state that showed it. */
  violations: Map<string, string>;
  /** Disks of machines that are off. */
  disks: Disk[];
}

/**
 * Walks every state that a machine can come to, with a cut at every write.
 * @param isEnough Ends the walk at the first violation of that kind.
 */
function walk(protocol: Protocol, isEnough?: string): Walk {
  const found: Walk = { states: 0, transitions: 0, cuts: 0, violations: new Map(), disks: [] };
  // Somebody waits for the unit layer: there, only updates bring bad slots.
  const first = { ...newMachine(protocol), isSlotDamaged: caseCount(2) === 1 };
  const seen = new Set([keyOfMachine(first)]);
  const disks = new Map<string, Disk>();
  const queue = [first];
  for (let machine = queue.pop(); machine !== undefined; machine = queue.pop()) {
    if (isEnough !== undefined && found.violations.has(isEnough)) break;
    found.states++;
    const { disk, phase } = machine;
    const violate = (what: string) => {
      if (!found.violations.has(what)) found.violations.set(what, JSON.stringify(machine));
    };
    if (phase === 'off') {
      disks.set(keyOfDisk(disk), disk);
      const { first: choice, state } = grub(disk);
      if (state !== null && contentOf(disk, choice) === 'half') violate('a half-written slot is tried first');
    }
    for (const { to, isCut } of stepsOf(protocol, machine)) {
      found.transitions++;
      if (isCut) found.cuts++;
      if (isCut && hasAll(protocol, disk.copies) && newestOf(to.disk.copies) === null) {
        violate('the state is lost by one cut');
      }
      const key = keyOfMachine(to);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(to);
    }
  }
  found.disks = [...disks.values()];
  return found;
}

function areWhole(disk: Disk): boolean {
  const state = stateOn(disk);
  return (['0', '1'] as const).every(
    (slot) => contentOf(disk, slot) === 'whole' && state?.[okOf(slot)] === '1',
  );
}

/** A new device that is started from `saved`, after so many starts that a power cut ended before the commit. */
function afterCuts(saved: Slot, cutsInRow: number): Disk {
  const state = { ...firstState, saved_entry: saved };
  let disk: Disk = {
    ...newDisk(ours),
    copies: [
      { seq: '1', state },
      { seq: '0', state },
    ],
  };
  for (let cut = 0; cut < cutsInRow; cut++) {
    const { copies } = grub(disk).written.at(-1) ?? disk;
    disk = { ...disk, copies };
  }
  return disk;
}

/** Whether no copy is damaged. */
function hasAll({ saving }: Protocol, [first, second]: Copies): boolean {
  return first !== null && (saving === 'truncated' || second !== null);
}

describe('every state of a device, with a power cut at every write', () => {
  const { states, transitions, cuts, violations, disks } = walk(ours);

  test('never tries a half-written slot first, and never loses its state', (t) => {
    t.diagnostic(`${states} states, ${transitions} transitions, ${cuts} cuts, ${disks.length} disks`);
    assert.deepEqual([...violations], []);
    assert.ok(states > 10_000, String(states));
  });

  test('comes up in a whole slot by itself, whatever became of the other and of its counters', () => {
    for (const before of disks) {
      const known = stateOn(before);
      // A slot that an update left half way is not tried first, though all of it may have been written.
      const isUsable = (slot: Slot) => contentOf(before, slot) === 'whole' && known?.[okOf(slot)] !== '0';
      if (!isUsable('0') && !isUsable('1')) continue;
      // GRUB cannot count without a block that it can read: only a slot that hangs in silence remains then.
      if (known === null && before.content[0] === 'hangs') continue;
      let disk = before;
      let committed = null;
      for (let starts = 0; starts < enough && committed === null; starts++) {
        ({ disk, committed } = startOnce(ours, disk));
      }
      assert.notEqual(committed, null, JSON.stringify(before));
    }
  });

  test('heals a damaged slot from the other one, whatever cut it short before', () => {
    let healed = 0;
    for (const before of disks) {
      const damaged = (['0', '1'] as const).find((slot) =>
        ['none', 'half', 'rotten'].includes(contentOf(before, slot)),
      );
      if (damaged === undefined || contentOf(before, otherSlot(damaged)) !== 'whole') continue;
      let disk = before;
      for (let starts = 0; starts < enough && !areWhole(disk); starts++) {
        const { disk: started, committed } = startOnce(ours, disk);
        disk = committed === null ? started : healOnce(ours, started, committed);
      }
      const known = stateOn(before);
      // What an update left half way on both sides is not started: nobody says that it is whole.
      if (known?.[okOf(otherSlot(damaged))] === '0') continue;
      assert.ok(areWhole(disk), JSON.stringify([before, disk]));
      healed++;
    }
    assert.ok(healed > 100, String(healed));
  });

  test('restarts a few times at most when the services of both slots fail, and then keeps running', () => {
    for (const before of disks) {
      let disk: Disk = { ...before, content: ['failing', 'failing'] };
      let restarts = true;
      for (let starts = 0; starts < 6 && restarts; starts++) ({ disk, restarts } = startOnce(ours, disk));
      assert.equal(restarts, false, JSON.stringify(before));
    }
  });

  test('cuts before the commit, as many as may be, change the slot for one start at most', () => {
    for (const saved of ['0', '1'] as const) {
      for (let cutsInRow = 0; cutsInRow <= 12; cutsInRow++) {
        const disk = afterCuts(saved, cutsInRow);
        assert.equal(stateOn(disk)?.saved_entry, saved);
        const one = startOnce(ours, disk);
        const two = startOnce(ours, one.disk);
        assert.equal(one.committed, cutsInRow % 4 === 3 ? otherSlot(saved) : saved, `${cutsInRow} cuts`);
        assert.equal(two.committed, saved, `${cutsInRow} cuts`);
        assert.equal(stateOn(two.disk)?.fails, '0');
      }
    }
  });

  test('a slot that is seen to fail is left at once, and the second time for good, whatever cuts were before', () => {
    for (const saved of ['0', '1'] as const) {
      for (let cutsInRow = 0; cutsInRow <= 12; cutsInRow++) {
        let disk = withContent(afterCuts(saved, cutsInRow), saved, 'failing');
        const committed: (Slot | null)[] = [];
        const savedEntries: (Slot | undefined)[] = [];
        for (let starts = 0; starts < 6; starts++) {
          const one = startOnce(ours, disk);
          disk = one.disk;
          committed.push(one.committed);
          savedEntries.push(stateOn(disk)?.saved_entry);
        }
        const other = otherSlot(saved);
        // After three cuts it is the other one's turn anyway.
        const isOthersTurn = cutsInRow % 4 === 3;
        const seen = [null, other, null, other, other, other];
        assert.deepEqual(committed, isOthersTurn ? [other, ...seen.slice(0, 5)] : seen, `${cutsInRow} cuts`);
        assert.deepEqual(savedEntries.slice(0, 3), [saved, saved, saved], `${cutsInRow} cuts`);
        assert.equal(savedEntries.at(-1), other);
      }
    }
  });

  test('what makes both slots fail changes nothing for good, as often as it may be seen', () => {
    for (const saved of ['0', '1'] as const) {
      for (let cutsInRow = 0; cutsInRow <= 4; cutsInRow++) {
        for (let starts = 0; starts <= 12; starts++) {
          let disk: Disk = { ...afterCuts(saved, cutsInRow), content: ['failing', 'failing'] };
          for (let start = 0; start < starts; start++) ({ disk } = startOnce(ours, disk));
          disk = { ...disk, content: ['whole', 'whole'] };
          for (let start = 0; start < 2; start++) ({ disk } = startOnce(ours, disk));
          const what = `${cutsInRow} cuts, ${starts} starts`;
          assert.deepEqual(stateOn(disk), { ...firstState, saved_entry: saved }, what);
        }
      }
    }
  });
});

describe('controls: the walk finds what is wrong', () => {
  test('with a file that is truncated before it is written', () => {
    const violation = 'the state is lost by one cut';
    assert.ok(walk({ ...ours, saving: 'truncated' }, violation).violations.has(violation));
  });

  test('with an update that does not say so before it writes', () => {
    const violation = 'a half-written slot is tried first';
    assert.ok(walk({ ...ours, barrier: false }, violation).violations.has(violation));
  });
});

test('without both copies the device takes what the disk itself shows', () => {
  const disk: Disk = { copies: [null, null], content: ['half', 'whole'] };
  const [repaired] = repair(ours, disk, '1').filter(({ isCut }) => !isCut);
  const state = stateOn({ ...disk, copies: repaired?.copies ?? disk.copies });
  assert.deepEqual(state, { ...firstState, saved_entry: '1', ok0: '0' });
});
