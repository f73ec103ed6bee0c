#!/bin/bash
# dracut module (dracut.modules(7)): the installer, which runs when the kernel is started with tfr.install=LABEL.
# shellcheck disable=SC2154 # dracut sets moddir, initdir, systemdsystemunitdir

check() {
  # 255: only in an initramfs that asks for it by name.
  return 255
}

depends() {
  echo tmpfsroot
}

install() {
  inst_multiple basename blockdev cat cut efibootmgr gzip head lsblk mkfs.vfat readlink rmdir sfdisk sha256sum \
    sort tail tee udevadm wipefs zstd
  # For the project's own scripts.
  inst_multiple bash chroot date env ln ls mv touch
  local script
  for script in install disks write once scripts; do
    inst_script "$moddir/$script.sh" "/usr/lib/tmpfsroot/$script.sh"
  done
  inst_simple "$moddir/tfr-install.service" "$systemdsystemunitdir/tfr-install.service"
  $SYSTEMCTL -q --root "$initdir" add-requires initrd-root-fs.target tfr-install.service
}
