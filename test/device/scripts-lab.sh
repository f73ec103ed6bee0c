#!/bin/sh
# Runs functions of the installer over folders. Started in a mount namespace of its own.
#   MEDIUM    folder that is the medium
#   TARGET    folder that is the ESP
#   SECOND    folder that is the second ESP
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
. "$SCRIPTS/write.sh"
. "$SCRIPTS/scripts.sh"
partition() { echo "/dev/$1"; }
blockdev() { echo 512; }
# Each ESP is a folder: mount OPTION... DEVICE POINT
mount() {
  while [ "$#" -gt 2 ]; do shift; done
  case "$1" in
    */esp) command mount --bind "$TARGET" "$2" ;;
    */esp2) command mount --bind "$SECOND" "$2" ;;
  esac
}
LAB
mkdir /run/bin
printf '#!/bin/sh\n' >/run/bin/mkfs.vfat
chmod 0755 /run/bin/mkfs.vfat
cat >>/run/lab.sh
PATH=/run/bin:$PATH exec "$SHELL" /run/lab.sh
