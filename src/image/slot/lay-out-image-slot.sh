#!/bin/sh
# Lays out what a slot holds beside the compressed image, which is there, and prints the digests of all of its files.
# lay-out-image-slot.sh TREE SLOT KERNEL [TABLE]
# TABLE is what holds the place of the table of pieces.
set -eu

tree=$1 slot=$2 kernel=$3 table=${4-}
facts=usr/lib/tmpfsroot
# The initramfs looks here whether the slot belongs to the kernel that runs.
mkdir -p "$slot/$facts" "$slot/usr/lib/modules/$kernel"
cp -a "$tree/boot" "$slot/"
# Of these the device makes a damaged ESP again; before Fedora 44 they are in /boot.
[ ! -d "$tree/usr/lib/efi" ] || cp -a "$tree/usr/lib/efi" "$slot/usr/lib/"
cp "$tree/$facts/image.conf" "$slot/$facts/"
cd "$slot"
b2sum root.squashfs "$facts/image.conf" >"$facts/root.b2"
find . -type f ! -path "./$facts/slot.b2" -printf '%P\0' | LC_ALL=C sort -z | xargs -0 b2sum -- >"$facts/slot.b2"
# It is written when all else lies where it stays.
[ -z "$table" ] || cp "$table" "$facts/pieces"
chmod -R u=rwX,go=rX "$slot/usr" "$slot/root.squashfs"
chmod 0755 "$slot"
cat "$facts/slot.b2"
