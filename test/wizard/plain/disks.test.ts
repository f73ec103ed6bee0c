import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badInput } from '../../../src/base/failure.js';
import { isLsblkOutput, readLsblk } from '../../../src/doctor/block-devices.js';
import { at, type Conversation, talk } from './conversation.js';

const lsblk = JSON.stringify(
  {
    blockdevices: [
      { name: 'sda', size: 64 * 2 ** 30, 'log-sec': 512, model: 'Plain {disk}', serial: 'S1', type: 'disk' },
      { name: 'nvme0n1', size: 32 * 2 ** 30, 'log-sec': 4096, type: 'disk' },
    ],
  },
  null,
  2,
);

/** The disks' question, where any source has the two disks, and this machine 8 GiB. */
async function talkOfDisks(answers: readonly string[], text = lsblk): Promise<Conversation> {
  return await talk(at('disks'), answers, (request, dispatch) => {
    if (request.type !== 'read-disks') return;
    if (request.from === 'nosuch') throw badInput({ what: 'The file `nosuch` cannot be read (ENOENT).' });
    const { from } = request;
    const found = readLsblk(from !== null && isLsblkOutput(from) ? from : text);
    dispatch({ type: 'disks', ...found, memoryMiB: request.from === null ? 8192 : null });
  });
}

test('disks of this machine are read with lsblk, and chosen by number, the main one first', async () => {
  const { text, state } = await talkOfDisks(['lsblk', '3', '', 'lsblk', '2 1', 'what', 'no', '']);
  assert.match(
    text,
    / {2}1 sda, 64 GiB, Plain \{disk\}, serial S1\n {2}2 nvme0n1, 32 GiB, 4096-byte sectors/,
  );
  assert.match(text, /The installer wipes every disk that is chosen; the first one becomes the main disk\./);
  assert.match(text, /Answer with numbers from 1 to 2/);
  assert.match(
    text,
    /Name them serial:S1, nvme0n1, which fits this machine only, yes or no \[yes\]: what\nWith no/,
  );
  assert.match(text, /Took nvme0n1, sda: the system goes to nvme0n1\.\nMain disk/);
  assert.deepEqual(state.spec.disks, {
    devices: ['nvme0n1', 'sda'],
    main: 'nvme0n1',
    sizeMiB: 32 * 1024,
    sectorSize: 4096,
  });
  assert.equal(state.spec.device.memoryMiB, 8192);
});

test('what lsblk printed can be pasted, line after line', async () => {
  const { text, state, requests } = await talkOfDisks([...lsblk.split('\n'), '1', '']);
  assert.equal(requests.length, 1);
  assert.equal(state.spec.disks.main, 'serial:S1');
  assert.equal(state.spec.device.memoryMiB, 4096);
  assert.match(text, /Took serial:S1/);
});

test('the table of lsblk can be pasted too; an empty line ends it', async () => {
  const head = 'NAME   MAJ:MIN RM  SIZE RO TYPE MOUNTPOINTS';
  const rows = [head, 'sda      8:0    0 29.8G  0 disk ', '└─sda1   8:1    0 29.8G  0 part /', ''];
  const { state, requests } = await talkOfDisks([...rows, '1', '']);
  assert.equal(requests.length, 1);
  assert.deepEqual(state.spec.disks, { devices: ['sda'], main: 'sda', sizeMiB: 30_464, sectorSize: 512 });
});

test('a file that cannot be read is said, and the question comes again', async () => {
  const { text, requests } = await talkOfDisks(['lsblk nosuch', '']);
  assert.match(text, /The file `nosuch` cannot be read[\s\S]*Disks \[sda\]: $/);
  assert.deepEqual(requests, [{ type: 'read-disks', from: 'nosuch' }]);
});

test('of several disks none is taken with Enter, a single one is', async () => {
  const several = await talkOfDisks(['lsblk', '', '']);
  assert.equal(several.state.spec.disks.sizeMiB, null);
  const one = await talkOfDisks(
    ['lsblk', '', ''],
    JSON.stringify({ blockdevices: [{ name: 'vda', size: 2 ** 36 }] }),
  );
  assert.deepEqual(one.state.spec.disks.devices, ['vda']);
  const none = await talkOfDisks(['lsblk'], JSON.stringify({ blockdevices: [] }));
  assert.match(none.text, /There is no disk in what lsblk printed\./);
});

test('taking disks can be taken back', async () => {
  const { state } = await talkOfDisks(['lsblk', '2', '<<']);
  assert.deepEqual(state.spec.disks.devices, ['sda']);
});
