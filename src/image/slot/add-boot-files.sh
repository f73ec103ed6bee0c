#!/bin/sh
# Puts what GRUB loads of a slot into /boot of a tree: kernel, initramfs, and the kernel's arguments.
# add-boot-files.sh TREE KERNEL INITRAMFS LIB TEXT NAME: of the arguments the text, and the name of their file
set -eu

# shellcheck source=device/dracut/90tmpfsroot/lib.sh
. "$4"
cd "$1/boot"
ln -f "../usr/lib/modules/$2/vmlinuz" vmlinuz
cp "$3" initramfs.img
chmod 0600 initramfs.img
# That may be a link to a file of another tree.
rm -f "$6"
tfr_grub_config '' "$5" >"$6"
chmod 0644 "$6"
