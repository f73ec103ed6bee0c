#!/bin/bash
# dracut module (dracut.modules(7)): the root in memory and the healer.
# shellcheck disable=SC2154 # dracut sets moddir, initdir, systemdsystemunitdir

check() {
  # 255: only in an initramfs that asks for it by name.
  return 255
}

depends() {
  echo systemd
}

installkernel() {
  # The list for a root that is found on ext4 and for every disk that an installer may be started from;
  # dracut's own choice covers controllers, not the file systems of data and media.
  hostonly='' instmods ext4 btrfs vfat isofs nls_cp437 nls_iso8859-1 nls_ascii nls_utf8 \
    sd_mod sr_mod cdrom usb_storage uas ahci nvme mmc_block virtio_blk virtio_scsi virtio_pci xen-blkfront
  # Watchdogs that a kernel finds by itself, with the drivers of the chips that they are a part of. The kernel loads
  # what is there (udev), so that a hang is a restart from here on;
  # softdog comes only where root.sh is told to load it.
  hostonly='' instmods iTCO_wdt lpc_ich i2c_i801 wdat_wdt sp5100_tco i2c_piix4 i6300esb hpwdt ie6xx_wdt via_wdt \
    nv_tco simatic-ipc-wdt kempld_wdt xen_wdt mei_wdt softdog
}

install() {
  # A binary that is missing makes the initramfs useless: inst_multiple reports it as an error,
  # and the builder stops on those.
  inst_multiple awk b2sum blkid blockdev chcon chmod chown chroot cp cut dd e2fsck find flock grep head mkdir mkfs.ext4 modprobe mv \
    mount od printf readlink rm sed sleep sort stat sync tail timeout tr tune2fs udevadm umount \
    uname uniq wc xargs
  # Only an image with btrfs partitions has them; the builder asks for the package then.
  inst_multiple -o btrfs mkfs.btrfs
  # Only an image whose slots hold it compressed is sure to have it, by the same way.
  inst_multiple -o unsquashfs
  inst_hook cmdline 00 "$moddir/parse-root.sh"
  local script unit
  for script in lib fill-root place-state salvage slot-rules stand-in state; do
    inst_simple "$moddir/$script.sh" "/usr/lib/tmpfsroot/$script.sh"
  done
  for script in root heal restart slot-state count-failure; do
    inst_script "$moddir/$script.sh" "/usr/lib/tmpfsroot/$script.sh"
  done
  for unit in tfr-root tfr-heal; do
    inst_simple "$moddir/$unit.service" "$systemdsystemunitdir/$unit.service"
  done
  $SYSTEMCTL -q --root "$initdir" add-requires initrd-root-fs.target tfr-root.service
  $SYSTEMCTL -q --root "$initdir" add-wants initrd.target tfr-heal.service
  inst_script "$moddir/deadline.sh" /usr/lib/systemd/system-generators/tfr-deadline
  inst_simple /usr/lib/systemd/system.conf.d/50-tmpfsroot.conf
  for unit in emergency dracut-emergency rescue; do
    inst_simple "$moddir/restart.conf" "$systemdsystemunitdir/$unit.service.d/50-tmpfsroot.conf"
  done
}
