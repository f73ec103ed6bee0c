#!/bin/sh
# Runs functions of the installer over folders. Started in a mount namespace of its own.
#   MEDIUM    folder that is the medium
#   TARGET    folder that is the ESP
#   SECOND    folder that is the second ESP
#   SLOT      image in slot A, or nothing
#   SCRIPTS   folder of the installer's scripts
#   SHELL     program that reads them
# The standard input holds the commands.
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot/target
mount -t tmpfs tmpfs /mnt
# The caches are those of the machine that runs the test.
mount -t tmpfs tmpfs /proc/sys
mkdir /proc/sys/vm
cat >/run/lab.sh <<'LAB'
medium=$MEDIUM
say() { printf '%s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*"; exit 1; }
. "$SCRIPTS/../90tmpfsroot/lib.sh"
. "$SCRIPTS/../90tmpfsroot/fill-root.sh"
. "$SCRIPTS/../90tmpfsroot/place-state.sh"
. "$SCRIPTS/write.sh"
. "$SCRIPTS/scripts.sh"
partition() { echo "/dev/$1"; }
blockdev() { echo 512; }
# Partitions are no files here: what the first ESP has when one is flushed is told.
sync() {
  case "$1" in
    /dev/*) if [ -e "$TARGET/EFI/BOOT/BOOTX64.EFI" ]; then say "flushed $1: bootable"; else say "flushed $1: hidden"; fi ;;
    *) command sync "$@" ;;
  esac
}
# Each ESP is a folder, slot A a file, /persist memory: mount OPTION... DEVICE POINT
mount() {
  for point in "$@"; do :; done
  case "$*" in
    *' /dev/rootA '*) command mount -o loop,ro "$SLOT" "$point" ;;
    *' /dev/persist '*) command mount -t tmpfs tmpfs "$point" ;;
    *' /dev/esp '*) command mount --bind "$TARGET" "$point" ;;
    *' /dev/esp2 '*) command mount --bind "$SECOND" "$point" ;;
    *) command mount "$@" ;;
  esac
}
LAB
mkdir /run/bin
printf '#!/bin/sh\n' >/run/bin/mkfs.vfat
chmod 0755 /run/bin/mkfs.vfat
cat >>/run/lab.sh
PATH=/run/bin:$PATH exec "$SHELL" /run/lab.sh
