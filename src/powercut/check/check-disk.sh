#!/bin/sh
# Repairs the data partitions of a disk as a device does at its next start, mounts them as the device has them, and runs
# a check of a person's own: CHECK ROOT MARKS. ROOT holds persist, var/log, opt and var/cache, as far as the device has
# them; MARKS is a file with what was said before the cut, a line each. Started in a mount namespace of its own, with
# what machine.sh asks for; WORK has disk.raw. Says `status N`, after what the check says.
# check-disk.sh CHECK MARKS
set -u

here=$(dirname "$0")
# shellcheck source=../record/machine.sh
. "$here/../record/machine.sh"
tree=/run/device

main() {
  start_machine || return
  functions_of dracut/90tmpfsroot/heal.sh | sed 's|^root=/sysroot|root=/run/sysroot|' >/run/heal.sh
  mkdir -p /run/sysroot/etc "$tree"
  # shellcheck source=dracut/90tmpfsroot/heal.sh
  . /run/heal.sh
  mkdir -p "$probe_mount"
  id=$ID
  trap detach EXIT
  attach "$WORK/disk.raw"
  while read -r name _; do
    tfr_partition "$name" || continue
    case "$tfr_role" in persist | data) ;; *) continue ;; esac
    fs=$tfr_fs policy=format mountpoint=$tfr_point
    # As a device goes on without it: with an empty folder.
    mkdir -p "$tree$mountpoint"
    heal >/dev/null 2>&1 || continue
    mount -t "$fs" -o "$tfr_options" "$device" "$tree$mountpoint" || :
  done </run/partitions
  status=0
  (cd "$tree" && "$1" "$tree" "$2") || status=$?
  cd /
  umount -R "$tree"/* 2>/dev/null || :
  echo "status $status"
}

main "$@"
