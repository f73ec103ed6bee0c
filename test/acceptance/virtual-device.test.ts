import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machineMemory, onVirtualDevice } from './virtual-device.js';

test('an image for eMMC goes to a disk that QEMU has, others stay where they are', () => {
  const devices = (...names: string[]) =>
    onVirtualDevice({ disks: { devices: names, main: names[0] as string } }, []).disks;
  assert.deepEqual(devices('mmcblk0'), { devices: ['sda'], main: 'sda' });
  assert.deepEqual(devices('nvme0n1', 'sda'), { devices: ['nvme0n1', 'sda'], main: 'nvme0n1' });
});

test('kernel arguments of the preset stay, but for those that silence the report', () => {
  const { system, outputs } = onVirtualDevice(
    { system: { kernelArguments: ['quiet', 'usbcore.autosuspend=-1'], hostname: 'robot' } },
    ['printk.devkmsg=on'],
  );
  assert.deepEqual(system, {
    kernelArguments: ['usbcore.autosuspend=-1', 'printk.devkmsg=on'],
    hostname: 'robot',
  });
  assert.deepEqual(outputs, ['iso']);
});

test('the machine has the memory of the device, up to what any bundled preset needs', () => {
  const table: [number | string | undefined, number][] = [
    ['2G', 2048],
    [1536, 1536],
    ['16G', 6144],
    [undefined, 6144],
  ];
  for (const [memoryMiB, expected] of table) {
    assert.equal(machineMemory({ device: memoryMiB === undefined ? {} : { memoryMiB } }), expected);
  }
});
