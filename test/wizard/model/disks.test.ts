import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { Driver, newSpec } from '../driver.js';
import { blockDisk, disksOfDevice } from '../scenes.js';

const onDisks = () => new Driver().walkTo('disks');

test('^L asks where the disks are read from: an empty line is this machine, else a file', () => {
  const driver = onDisks()
    .press('ctrl+l')
    .sees('Read disks from lsblk', 'disks of this machine')
    .press('enter');
  assert.deepEqual(driver.lastRequest(), { type: 'read-disks', from: null });
  driver.sees('Disks and memory').press('ctrl+l').type('lsblk.jsn').press('left').type('o');
  driver.press('enter');
  assert.deepEqual(driver.lastRequest(), { type: 'read-disks', from: 'lsblk.json' });
  const before = driver.requests().length;
  driver.press('ctrl+l').type('x').press('escape').sees('Disks and memory');
  assert.equal(driver.requests().length, before);
});

test('what lsblk printed can be pasted into the question, or right onto the screen', () => {
  const json = '{\n  "blockdevices": [\n  ]\n}';
  assert.deepEqual(onDisks().press('ctrl+l').paste(json).lastRequest(), { type: 'read-disks', from: json });
  assert.deepEqual(onDisks().paste(json).lastRequest(), { type: 'read-disks', from: json });
});

test('of several disks none is chosen by itself, and it is said that the chosen ones are wiped', () => {
  const driver = onDisks().send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null });
  driver.sees(/❯ ○ sda/, /○ nvme0n1/, /○ sdb/, 'SATADOM', 'The installer wipes every disk that is chosen');
  const before = driver.state.spec;
  driver.press('enter').sees('No disk is chosen. Space chooses the disk at the pointer.');
  assert.equal(driver.state.spec, before);
  driver.press('escape').sees('Disks and memory');
  assert.equal(driver.state.spec, before);
});

test('a single disk is chosen, and memory comes with it', () => {
  const driver = onDisks().send({
    type: 'disks',
    disks: [blockDisk('vda', 40_960)],
    leftOut: [],
    memoryMiB: 7900,
  });
  driver.sees(/◉ vda +main disk/, 'The memory is set to 7.7 GiB.').press('enter');
  assert.deepEqual(driver.state.spec.disks, {
    devices: ['vda'],
    main: 'vda',
    sizeMiB: 40_960,
    sectorSize: 512,
  });
  assert.equal(driver.state.spec.device.memoryMiB, 7900);
  driver.sees('Took vda: the system goes to vda.').press('ctrl+_');
  assert.deepEqual(driver.state.spec, newSpec());
});

test('the first disk that is chosen becomes the main one, whatever its place', () => {
  const driver = onDisks().send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null });
  driver
    .press('end', 'space', 'home', 'space')
    .sees(/sdb +main disk/, /sda +chosen/)
    .press('enter');
  assert.deepEqual(driver.state.spec.disks.devices, ['sdb', 'serial:2019Q4']);
  assert.equal(driver.state.spec.disks.main, 'sdb');
  driver.sees(/Main disk +sdb/, /Disk of \/var\/log +sdb/);
});

const twoOfOneMaker = [
  blockDisk('sda', 30_000, { serial: 'S 4/EV', byId: '/dev/disk/by-id/ata-Disk_S4EV' }),
  blockDisk('sdb', 30_000, { serial: '0001', byId: '/dev/disk/by-id/usb-Stick-0:0' }),
  blockDisk('sdc', 30_000, { serial: '0001' }),
];

test('disks are named by serial number, or by path where several have that number, and n names as the kernel does', () => {
  const driver = onDisks().send({ type: 'disks', disks: twoOfOneMaker, leftOut: [], memoryMiB: null });
  driver.press('space', 'down', 'space', 'down', 'space');
  driver.sees('n other names', 'Named by serial number or path (serial:S_4_EV', 'fits this machine only');
  driver
    .press('enter')
    .sees('Took serial:S_4_EV, /dev/disk/by-id/usb-Stick-0:0, sdc: the system goes to serial:S_4_EV.');
  const { devices, main } = driver.state.spec.disks;
  assert.deepEqual(devices, ['serial:S_4_EV', '/dev/disk/by-id/usb-Stick-0:0', 'sdc']);
  assert.equal(main, 'serial:S_4_EV');
  driver.press('enter').sees('Partition sizes');
  const kernel = onDisks().send({ type: 'disks', disks: twoOfOneMaker, leftOut: [], memoryMiB: null });
  kernel.press('space', 'n').sees('Named as the kernel does').press('enter');
  assert.deepEqual(kernel.state.spec.disks.devices, ['sda']);
});

test('where no disk has a name that lasts there is no choice of names', () => {
  const driver = onDisks().send({
    type: 'disks',
    disks: [blockDisk('vda', 40_960)],
    leftOut: [],
    memoryMiB: null,
  });
  driver.seesNot('Named', 'other names').press('enter');
  assert.deepEqual(driver.state.spec.disks.devices, ['vda']);
});

const table = `$ lsblk
NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS
sda           8:0    0  29.8G  0 disk
└─sda1        8:1    0  29.8G  0 part /
`;

test('the table of lsblk can be pasted too, and the footer and the empty field say how', () => {
  assert.deepEqual(onDisks().paste(table).lastRequest(), { type: 'read-disks', from: table });
  const asked = onDisks().sees('^L pick from lsblk').press('ctrl+l');
  assert.deepEqual(asked.paste(table).lastRequest(), { type: 'read-disks', from: table.trim() });
  onDisks()
    .press('ctrl+u')
    .sees(/Disks +✖ \^L: pick from lsblk/);
});

test('a disk that was chosen is taken off by the same key', () => {
  const driver = onDisks().send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null });
  driver.press('space', 'down', 'space', 'up', 'space', 'enter');
  assert.deepEqual(driver.state.spec.disks.devices, ['nvme0n1']);
});

test('a disk with 4096-byte sectors brings the EFI system partition that it needs', () => {
  const driver = onDisks().send({
    type: 'disks',
    disks: [blockDisk('nvme0n1', 476_940, { sectorSize: 4096 })],
    leftOut: [],
    memoryMiB: null,
  });
  driver.press('enter');
  assert.equal(driver.state.spec.disks.sectorSize, 4096);
  assert.equal(
    driver.state.spec.partitions.sizes.esp,
    defaultSpec({ sectorSize: 4096 }).partitions.sizes.esp,
  );
  driver.press('enter').sees('Partition sizes');
});

test('choosing disks loses nothing that was half typed on other screens', () => {
  const driver = onDisks().press('enter').fill('log', 'x').press('escape').sees('Disks and memory');
  driver
    .send({ type: 'disks', disks: [blockDisk('vda', 40_960)], leftOut: [], memoryMiB: null })
    .press('enter', 'enter');
  driver.sees(/log +x/);
});

test('no disk at all in what was read is said', () => {
  onDisks()
    .send({ type: 'disks', disks: [], leftOut: [], memoryMiB: null })
    .sees('There is no disk in what lsblk printed.');
});

test('disks that cannot be used are named, with what they are', () => {
  const left = { leftOut: ['pmem0', 'zd0'], memoryMiB: null };
  const told = 'The installer cannot use pmem0 (persistent memory), zd0 (of an unknown kind).';
  onDisks()
    .send({ type: 'disks', disks: disksOfDevice, ...left })
    .sees(/○ sda/, told);
  onDisks()
    .send({ type: 'disks', disks: [], ...left })
    .sees(told);
});

test('several disks: main disk and the disks of data partitions can be chosen', () => {
  const driver = onDisks().fill('Disks', 'sda sdb').field('Main disk').press('right');
  assert.equal(driver.state.spec.disks.main, 'sdb');
  driver.field('Disk of /var/lib/docker').press('right');
  assert.deepEqual(driver.state.spec.partitions.disks, { docker: 'sda' });
  driver.press('enter').sees(/sda \d/, /sdb [\d.]+ GiB main disk/, 'D docker');
  assert.match(driver.line('D  docker'), /sda$/);
});

test('a disk that is renamed by typing keeps what was on it, also when the whole line is typed again', () => {
  const several = () => {
    const driver = onDisks().fill('Disks', 'sda sdb').field('Main disk').press('right');
    return driver.field('Disk of /var/log').press('right').field('Disks');
  };
  for (const [how, rename] of [
    ['the last letter', (driver: Driver) => driver.press('backspace').type('c')],
    ['the last word', (driver: Driver) => driver.press('ctrl+w').type('sdc')],
    ['letter by letter', (driver: Driver) => driver.times(3, 'backspace').type('sdc')],
    ['the whole line', (driver: Driver) => driver.press('ctrl+u').type('sda sdc')],
  ] as const) {
    const driver = rename(several());
    assert.deepEqual(driver.state.spec.disks.devices, ['sda', 'sdc'], how);
    assert.equal(driver.state.spec.disks.main, 'sdc', how);
    assert.deepEqual(driver.state.spec.partitions.disks, { log: 'sda' }, how);
  }
});

test('a disk that is taken away gives what it held to the main disk', () => {
  const driver = onDisks().fill('Disks', 'sda sdb').field('Disk of /var/log').press('right').field('Disks');
  assert.deepEqual(driver.state.spec.partitions.disks, { log: 'sdb' });
  driver.times(4, 'backspace').press('down');
  assert.deepEqual(driver.state.spec.partitions.disks, {});
  driver.seesNot('Main disk');
});

test('a disk that no partition uses is told to be wiped, and ^T leaves it out', () => {
  const driver = onDisks()
    .fill('Disks', 'sda sdb')
    .sees('No partition lives on `sdb`', '^T takes')
    .press('ctrl+t');
  assert.deepEqual(driver.state.spec.disks.devices, ['sda']);
});

test('a disk smaller than its partitions is told of at once, and the sizes can be gone to and corrected', () => {
  const driver = onDisks().fill('Size', '8G').sees('✖ 8G', 'The partitions on `sda` need', 'Take a disk of');
  driver.press('enter').sees('Partition sizes').press('enter').sees('Partition sizes', 'need');
});

for (const [label, text, problem, fixed] of [
  ['Disks', 'sda1', '`sda1` is a partition, not a disk.', 'sda'],
  ['Disks', 'nvem0n1', 'knows no disk with a name like `nvem0n1`', 'nvme0n1'],
  ['Disks', 'sda mmclbk0', 'knows no disk with a name like `mmclbk0`', 'sda mmcblk0'],
  ['Disks', 'nvme0', 'cannot use `nvme0`, an NVMe controller', 'nvme0n1'],
  ['Disks', 'sr0', 'cannot use `sr0`, an optical drive', null],
  ['Disks', 'robotdisk', 'knows no disk with a name like `robotdisk`', null],
  ['Size', '32GB', '`32GB` is not a valid size.', '32G'],
  ['Memory of the device', '4,5G', '`4,5G` is not a valid size.', '4608M'],
  ['Free space in root', 'x', '`x` is not a valid size.', null],
] as const) {
  test(`a wrong ${label} is told of at the keystroke, keeps one there, and is corrected by ^T`, () => {
    const driver = onDisks().fill(label, text).sees(problem);
    driver.press('enter').sees('Disks and memory', problem).press('up', 'enter').sees('Disks and memory');
    driver.field(label);
    if (fixed === null) return void driver.seesNot('^T takes');
    driver.sees('^T takes').press('ctrl+t').seesNot(problem);
    assert.match(driver.line('❯'), new RegExp(`${fixed}(\\s|$)`));
    driver.press('ctrl+_').sees(problem);
  });
}

test('a path that cannot be read keeps the question, with what was typed', () => {
  const driver = onDisks().press('ctrl+l').type('lsblk.jsn').press('enter');
  driver.tell({ notice: { level: 'error', text: 'The file `lsblk.jsn` cannot be read.' } });
  driver.sees('Read disks from lsblk', 'lsblk.jsn', '✖ The file').press('backspace', 'backspace').type('son');
  driver.press('enter').seesNot('✖ The file');
  assert.deepEqual(driver.lastRequest(), { type: 'read-disks', from: 'lsblk.json' });
  driver.send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null });
  driver.seesNot('Read disks from lsblk').press('escape').sees('❯ Disks');
});

test('in the narrowest window the footer names ^L', () => {
  const driver = onDisks().resize(36, 12);
  assert.match(driver.lines().at(-1) ?? '', /^Enter next {2}Esc back {2}\^L {2}\? help$/);
});
