/** The kernel's driver for each kind of disk that the installer writes to, by the kind's name in src/config/fields/disk-kinds.ts. */
export const diskDrivers: Readonly<Record<string, string>> = {
  sd: 'sd_mod',
  nvme: 'nvme',
  mmcblk: 'mmc_block',
  vd: 'virtio_blk',
  xvd: 'xen-blkfront',
};
