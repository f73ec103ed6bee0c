#!/bin/sh
# Lays out the files of an EFI system partition in a folder; EFI/fedora/grub.cfg is the standard input.
# lay-out-esp.sh FOLDER SHIM GRUB MOK_MANAGER|'' BOOT_CSV|'' [PATH CONTENT]...
set -eu

out=$1
mkdir -p "$out/EFI/BOOT" "$out/EFI/fedora"
cat "$2" >"$out/EFI/BOOT/BOOTX64.EFI"
cat "$2" >"$out/EFI/fedora/shimx64.efi"
cat "$3" >"$out/EFI/BOOT/grubx64.efi"
cat "$3" >"$out/EFI/fedora/grubx64.efi"
if [ -n "$4" ]; then
  cat "$4" >"$out/EFI/BOOT/mmx64.efi"
  cat "$4" >"$out/EFI/fedora/mmx64.efi"
fi
if [ -n "$5" ]; then
  cat "$5" >"$out/EFI/fedora/BOOTX64.CSV"
fi
cat >"$out/EFI/fedora/grub.cfg"
shift 5
while [ $# -gt 0 ]; do
  mkdir -p "$out/${1%/*}"
  printf %s "$2" >"$out/$1"
  shift 2
done
