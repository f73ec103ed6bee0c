import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Hardware, qemuArguments } from '../../src/vm/qemu.js';

const plain: Hardware = {
  memoryMiB: 1024,
  cpus: 2,
  kvm: false,
  firmware: { code: '/fw/code.fd', vars: '/vm/vars.fd' },
  disks: [{ file: '/vm/a.qcow2', format: 'qcow2' }],
  qmpSocket: '/tmp/qmp',
};

/** Behaviour, changes to the plain machine, and what its argument line must hold. */
const cases: [string, Partial<Hardware>, RegExp[], RegExp[]][] = [
  [
    'a plain machine emulates two processors and boots one SCSI disk by UEFI',
    {},
    [
      / -accel tcg,thread=multi -smp 2 -m 1024 /,
      /if=pflash,format=raw,readonly=on,file=\/fw\/code\.fd/,
      /if=pflash,format=raw,file=\/vm\/vars\.fd/,
      /if=none,id=disk0,format=qcow2,file=\/vm\/a\.qcow2,discard=unmap -device scsi-hd,bus=scsi\.0,drive=disk0,bootindex=1,/,
    ],
    [/-no-reboot/, /netdev/, /snapshot/, /cdrom/, /-kernel/],
  ],
  ['KVM is used when it works', { kvm: true }, [/ -accel kvm /], [/tcg/]],
  [
    'the guest reads files in its firmware configuration; a comma in a path stays in it',
    { firmwareFiles: { 'opt/tmpfsroot/scenario': '/my, own/script' } },
    [/ -fw_cfg name=opt\/tmpfsroot\/scenario,file=\/my,, own\/script /],
    [],
  ],
  ['the legacy BIOS needs no firmware files', { firmware: null }, [], [/pflash/]],
  [
    'a disk with sectors of 4096 bytes says so',
    { disks: [{ file: '/d', format: 'raw', sectorSize: 4096 }] },
    [/format=raw.*logical_block_size=4096,physical_block_size=4096/],
    [],
  ],
  [
    'disks are plugged in by order, on the bus that is asked for, with their serial numbers',
    {
      disks: [
        { file: '/one', format: 'raw', bus: 'virtio', serial: 'S1' },
        { file: '/two', format: 'raw', bus: 'nvme' },
      ],
    },
    [/virtio-blk-pci,drive=disk0,bootindex=1,.*serial=S1/, /nvme,drive=disk1,bootindex=2,.*serial=disk1/],
    [/scsi-hd/],
  ],
  [
    'a snapshot disk keeps nothing',
    { disks: [{ file: '/d', format: 'raw', snapshot: true }] },
    [/file=\/d,discard=unmap,snapshot=on/],
    [],
  ],
  [
    'a disk whose writes are logged says in the log at once how much of it counts',
    { disks: [{ file: '/a,b', format: 'raw', writeLog: '/l,m' }] },
    [
      /id=disk0,driver=blklogwrites,file\.driver=file,file\.filename=\/a,,b,log\.driver=file,log\.filename=\/l,,m,/,
      /log-sector-size=512,log-super-update-interval=1,discard=unmap -device scsi-hd,/,
    ],
    [/format=raw,file=\/a/],
  ],
  [
    'an installer’s medium is read-only and comes before the disks',
    { iso: '/x.iso', noReboot: true },
    [/media=cdrom,format=raw,readonly=on,file=\/x\.iso/, /scsi-cd,.*bootindex=0/, / -no-reboot/],
    [],
  ],
  [
    'a kernel is started directly with its command line as one argument',
    { direct: { kernel: '/k', initrd: '/i', append: 'quiet root=x' } },
    [/ -kernel \/k -initrd \/i -append quiet root=x/],
    [],
  ],
  [
    'the network is the user’s own when asked',
    { network: 'user' },
    [/-netdev user,id=net -/],
    [/bootindex=0/],
  ],
  [
    'a network card that is to be booted from comes before the disks',
    { network: 'user', bootUrl: 'http://10.0.2.2:80/a,b' },
    [/user,id=net,bootfile=http:\/\/10\.0\.2\.2:80\/a,,b -device virtio-net-pci,netdev=net,bootindex=0/],
    [],
  ],
  [
    'a comma in a path does not become an option',
    { disks: [{ file: '/a,snapshot=on', format: 'raw' }] },
    [/file=\/a,,snapshot=on/],
    [],
  ],
];

for (const [behaviour, changes, has, hasNot] of cases) {
  test(behaviour, () => {
    const line = qemuArguments({ ...plain, ...changes }).join(' ');
    for (const part of has) assert.match(line, part);
    for (const part of hasNot) assert.doesNotMatch(line, part);
  });
}
