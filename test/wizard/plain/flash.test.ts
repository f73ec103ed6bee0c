import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doneRun } from '../runs.js';
import { offeredDisks } from '../scenes.js';
import { at, type Conversation, talk } from './conversation.js';

/** After a build, on a machine with a stick that can be written to and one that cannot. */
async function talkOfSticks(answers: readonly string[], disks = offeredDisks): Promise<Conversation> {
  const first = at('result', { result: { kind: 'done', result: doneRun } });
  return await talk(first, answers, (request, dispatch) => {
    if (request.type === 'list-flash-disks') dispatch({ type: 'flash-disks', file: request.file, disks });
    if (request.type === 'flash')
      dispatch({ type: 'facts', facts: { notice: { level: 'info', text: 'It can be pulled out.' } } });
  });
}

const flashes = ({ requests }: Conversation) => requests.filter(({ type }) => type === 'flash');

test('a disk is chosen by number, and written to once its model is typed', async () => {
  const conversation = await talkOfSticks(['5', '3', '2', '1', 'SanDisk 日本語のディスク', '6']);
  const { text, status } = conversation;
  assert.match(text, / {2}1 SanDisk 日本語のディスク, \/dev\/sdb, 8\.0 GB, usb, sdb1 vfat "HOLIDAYS"/);
  assert.match(text, /Answer with a number from 1 to 2\./);
  assert.match(text, /is in use: [^\n]*\n(?:[^\n]*\n)?Number of the disk/);
  assert.match(text, /robot-installer\.iso will be written to SanDisk .* All that is on it will be lost\./);
  assert.match(text, /Type SanDisk 日本語のディスク to write it, .*\nIt can be pulled out\.\n/);
  const [flash, ...others] = flashes(conversation);
  assert.deepEqual(others, []);
  assert.ok(flash?.type === 'flash');
  assert.deepEqual([flash.file, flash.disk], ['robot-installer.iso', offeredDisks[0]?.disk]);
  assert.equal(status, 0);
});

const declined: [string, string[], RegExp][] = [
  ['no number', ['5', '', '6'], /Number of the disk/],
  ['Enter at the name', ['5', '1', '', '6'], /Type SanDisk/],
  ['another name', ['5', '1', 'yes', '6'], /Nothing was written\./],
];
for (const [what, answers, expected] of declined) {
  test(`nothing is written for ${what}`, async () => {
    const conversation = await talkOfSticks(answers);
    assert.match(conversation.text, expected);
    assert.deepEqual(flashes(conversation), []);
    assert.equal(conversation.status, 0);
  });
}

test('where no disk is plugged in it is said', async () => {
  const { text } = await talkOfSticks(['5', '6'], []);
  assert.match(text, /No USB stick or card is plugged in\./);
  assert.doesNotMatch(text, /`f`/);
});
