import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { chunkBytes } from '../../src/image/update/update-manifest.js';
import { madeUpdate, slotImage, updateBytes } from './made-update.js';
import { type Given, tried, UpdateLab, uuid } from './update-lab.js';

describe('an update', { concurrency: 1 }, () => {
  const lab = new UpdateLab();

  for (const shell of ['/bin/dash', '/bin/bash']) {
    test(`is written and tried at the next start (${shell})`, async () => {
      const { text, state, status, record } = await lab.run(lab.at('robot.update'), { shell });
      assert.deepEqual([status, lab.slotB().equals(lab.next), state], [0, true, tried], text);
      assert.match(text, /^robot: slot b holds the update; the next start tries it$/m);
      assert.equal(record, `b ${uuid.new}`);
      assert.match(text, new RegExp(`^tried: b ${uuid.new} robot$`, 'm'));
    });
  }

  test('comes through standard input', async () => {
    const { text, state, status } = await lab.run(lab.at('robot.update'), { stream: true });
    assert.deepEqual([status, lab.slotB().equals(lab.next), state], [0, true, tried], text);
  });

  test('that the other slot holds already is only tried', async () => {
    const { text, state, writes } = await lab.run(lab.at('robot.update'), { before: lab.next });
    assert.deepEqual([writes, state], [1, tried], text);
  });

  test('of which the other slot lacks one MiB writes that one', async () => {
    const before = Buffer.from(lab.next);
    before.fill('damage', 3 * chunkBytes, 3 * chunkBytes + 600);
    const { text, state } = await lab.run(lab.at('robot.update'), { before });
    assert.deepEqual([lab.slotB().equals(lab.next), state], [true, tried], text);
  });

  test('is asked of the programs in update.d, and told to them when it is written', async () => {
    const hook = 'echo "hook $1 $2 $3"';
    const { text, state } = await lab.run(lab.at('robot.update'), { hook });
    assert.deepEqual(state, tried, text);
    assert.match(
      text,
      new RegExp(`^hook before robot ${uuid.new}$[\\s\\S]*^hook after robot ${uuid.new}$`, 'm'),
    );
    const refused = await lab.run(lab.at('robot.update'), { hook: '[ "$1" = after ]' });
    assert.match(refused.text, /refused: .*\/10-ask says no/);
    lab.isUntouched(refused);
  });

  test('restarts the device now, at a time of day, or not', async () => {
    const options = (words: string) => lab.run(lab.at('robot.update'), { options: words });
    assert.match((await options('--reboot')).text, /^systemctl --no-block reboot$/m);
    assert.match((await options('--at 03:30')).text, /^systemd-run .*--on-calendar=03:30 systemctl reboot$/m);
    assert.doesNotMatch((await options('')).text, /reboot/);
    const { text, status } = await options('--at 24:00');
    assert.match(text, /^Usage: /m);
    assert.equal(status, 2);
  });

  test('that runs already changes nothing', async () => {
    writeFileSync(lab.at('same.update'), updateBytes(madeUpdate(lab.at('same'), lab.old, lab.at('ours'))));
    const { text, writes, status } = await lab.run(lab.at('same.update'));
    assert.deepEqual([writes, status], [0, 0], text);
    assert.match(text, /runs already, in slot a/);
  });

  test('cut at any write is not started, and the next call goes on', async () => {
    const whole = await lab.run(lab.at('robot.update'));
    assert.ok(whole.writes > 5, whole.text);
    for (let cut = 1; cut <= whole.writes; cut += 1) {
      const first = await lab.run(lab.at('robot.update'), { cut });
      const begins = lab.slotB().subarray(0, chunkBytes).equals(lab.next.subarray(0, chunkBytes));
      // Either nothing was written, or nobody starts it; the trial comes when all of it is there.
      if (first.state.ok1 === '1') assert.ok(lab.slotB().equals(lab.old), `cut ${cut}: ${first.text}`);
      else assert.ok(!begins || lab.slotB().equals(lab.next), `cut ${cut}: ${first.text}`);
      assert.equal(first.state.trial, '', `cut ${cut}`);
      const second = await lab.again(lab.at('robot.update'), { state: first.state });
      assert.deepEqual(
        [second.state, lab.slotB().equals(lab.next)],
        [tried, true],
        `cut ${cut}: ${second.text}`,
      );
    }
  });

  const refusals: [string, RegExp, () => Buffer, Given?][] = [
    ['is not signed', /it is not signed/, () => updateBytes(madeUpdate(lab.at('none'), lab.next, null))],
    [
      'is signed by another key',
      /does not trust the key that signed it: SHA256:/,
      () => updateBytes(madeUpdate(lab.at('other'), lab.next, lab.at('theirs'))),
    ],
    [
      'is signed by a revoked key',
      /the key that signed it is revoked/,
      () => updateBytes(madeUpdate(lab.at('gone'), lab.next, lab.at('revoked'))),
    ],
    [
      'was changed after it was signed',
      /its signature does not fit/,
      () => {
        const manifest = Buffer.from(lab.update.manifest.toString().replace('name=robot', 'name=rob0t'));
        return updateBytes({ ...lab.update, manifest });
      },
    ],
    ['is cut short', /it is cut short|chunk 3 is damaged/, () => updateBytes(lab.update).subarray(0, -10)],
    ['ends in its manifest', /it is cut short/, () => updateBytes(lab.update).subarray(0, 200)],
    ['is not an update', /it is not an update/, () => Buffer.from('hello\n')],
    ['is empty', /it is not an update/, () => Buffer.alloc(0)],
    [
      'has a form of the future',
      /a form that this image does not know: tmpfsroot-update 2/,
      () => Buffer.from(updateBytes(lab.update).toString('latin1').replace('update 1', 'update 2'), 'latin1'),
    ],
    [
      'is for another kind of device',
      /for devices 'pump', and this one is 'robot'/,
      () => updateBytes(madeUpdate(lab.at('pump'), lab.next, lab.at('ours'), { compatible: 'pump' })),
    ],
    [
      'is for another processor',
      /for aarch64, and this device has x86_64/,
      () => updateBytes(madeUpdate(lab.at('arm'), lab.next, lab.at('ours'), { arch: 'aarch64' })),
    ],
    [
      'is older',
      /older than the image that runs: its newest package is of 2001-09-09, here of 2023-11-14/,
      () => updateBytes(madeUpdate(lab.at('older'), lab.next, lab.at('ours'), { time: 1_000_000_000 })),
    ],
    [
      'is larger than the slot',
      /its manifest is damaged|needs a slot of 5 MiB/,
      () =>
        updateBytes(
          madeUpdate(
            lab.at('large'),
            Buffer.concat([lab.next, lab.next.subarray(0, chunkBytes)]),
            lab.at('ours'),
            {
              slotMiB: 5,
            },
          ),
        ),
    ],
    [
      'needs more memory',
      /needs 300 MiB of memory, and this device has 244 MiB/,
      () => updateBytes(lab.update),
      { memoryKiB: 250_000 },
    ],
    [
      'comes before this start was found good',
      /slot a has not been found good yet/,
      () => updateBytes(lab.update),
      { health: 'slot a' },
    ],
    [
      'has the chunks of another one',
      /its chunk 0 is damaged, or another's/,
      () => {
        const { chunks } = madeUpdate(lab.at('evil'), slotImage(uuid.new, 'evil'), lab.at('theirs'));
        return updateBytes({ ...lab.update, chunks });
      },
    ],
  ];
  for (const [what, why, make, given] of refusals) {
    test(`that ${what} is refused by name, and nothing is written`, async () => {
      writeFileSync(lab.at('bad.update'), make());
      const result = await lab.run(lab.at('bad.update'), given);
      assert.match(result.text, why);
      lab.isUntouched(result);
    });
  }

  test('that is older is taken when that is said', async () => {
    const older = madeUpdate(lab.at('older'), lab.next, lab.at('ours'), { time: 1_000_000_000 });
    writeFileSync(lab.at('bad.update'), updateBytes(older));
    const { text, state } = await lab.run(lab.at('bad.update'), { options: '--allow-downgrade' });
    assert.deepEqual([state, lab.slotB().equals(lab.next)], [tried, true], text);
  });
});
