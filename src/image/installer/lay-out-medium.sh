#!/bin/sh
# Adds kernel, initramfs and GRUB's configuration to the tree of the installer's medium.
# lay-out-medium.sh KERNEL INITRAMFS MEDIUM ESP, folders the last two
set -eu

cat "$1" >"$3/tfr/vmlinuz"
cat "$2" >"$3/tfr/initramfs.img"
# GRUB that was started from optical media takes the ISO's own tree for its device, not the ESP image.
mkdir -p "$3/EFI/BOOT" "$3/EFI/fedora"
cat "$4/EFI/fedora/grub.cfg" >"$3/EFI/BOOT/grub.cfg"
cat "$4/EFI/fedora/grub.cfg" >"$3/EFI/fedora/grub.cfg"
