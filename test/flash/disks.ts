import type { FlashDisk } from '../../src/flash/flash-disk.js';

/** Bytes of a stick of 8 GB. */
export const stickBytes = 8_004_304_896;

/** A stick as lsblk 2.39 shows it, that a desktop has mounted. */
export const stickOfLsblk = {
  ...{ name: 'sdb', path: '/dev/sdb', size: stickBytes, 'log-sec': 512, type: 'disk' },
  ...{ vendor: 'SanDisk ', model: 'Ultra           ', serial: '4C53', tran: 'usb', rm: true, hotplug: true },
  ...{ ro: false, 'id-link': 'usb-SanDisk_Ultra_4C53-0:0', fstype: null, mountpoints: [null] },
  children: [
    {
      ...{
        name: 'sdb1',
        path: '/dev/sdb1',
        size: 7_000_000_000,
        type: 'part',
        fstype: 'vfat',
        label: 'HOLIDAYS',
      },
      mountpoints: ['/run/media/op/HOLIDAYS'],
    },
  ],
};

/** A stick that nothing keeps from being written to. */
export function flashDisk(change: Partial<FlashDisk> = {}): FlashDisk {
  return {
    ...{
      name: 'sdb',
      path: '/dev/sdb',
      bytes: stickBytes,
      sectorSize: 512,
      model: 'SanDisk Ultra',
      serial: '4C53',
    },
    ...{
      bus: 'usb',
      byId: '/dev/disk/by-id/usb-SanDisk_Ultra_4C53-0:0',
      isRemovable: true,
      isReadOnly: false,
    },
    contents: [
      { name: 'sdb1', bytes: 7_000_000_000, label: 'HOLIDAYS', fileSystem: 'vfat', mountPoints: [] },
    ],
    ...{ uses: [], isSystem: false },
    ...change,
  };
}
