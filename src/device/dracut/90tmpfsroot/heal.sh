#!/bin/sh
# Brings the data partitions into a state in which they can be mounted, before the new root mounts them.
# What was done stands in /run/tmpfsroot/heal.log and in the kernel log. Nothing here can stop the boot.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh

image=/sysroot/usr/lib/tmpfsroot
probe_mount=/run/tmpfsroot/probe

main() {
  mkdir -p "$probe_mount"
  id=$(tfr_arg tfr.id) || return 0
  # Lines of the image's table: NAME LABEL FILESYSTEM MOUNTPOINT
  while read -r name label fs _ <&3; do
    case "$name/$fs" in
      log/ext4) heal_log ;;
      opt/btrfs | cache/btrfs | docker/btrfs) format_blank ;;
    esac
  done 3<"$image/partitions"
}

note() {
  tfr_log "$name: $*"
  printf '%s %s\n' "$name" "$*" >>/run/tmpfsroot/heal.log
}

heal_log() {
  device=$(tfr_find "$id" "$name" "$label" 15) || return
  timeout 60 e2fsck -p "$device" >/run/tmpfsroot/e2fsck.log 2>&1
  status=$?
  if [ "$status" -le 1 ] && probe && [ "$dirs_made" -eq 0 ]; then
    [ "$status" -eq 0 ] || note 'repaired (e2fsck -p)'
    return
  fi
  timeout 120 e2fsck -f -y "$device" >>/run/tmpfsroot/e2fsck.log 2>&1
  status=$?
  # It throws a journal away that it cannot read; with one in place this does nothing.
  [ "$status" -ge 4 ] || tune2fs -j "$device" >>/run/tmpfsroot/e2fsck.log 2>&1
  if [ "$status" -lt 4 ] && probe; then
    note "repaired (e2fsck -f -y, status $status)"
    [ "$dirs_made" -eq 0 ] || note 'not all of its directories can be made'
    return
  fi
  # A disk that is only slow is no reason to throw a log away: the next boot tries again.
  if [ "$status" -eq 124 ]; then
    note 'cannot be repaired in time: the log stays in memory'
    return
  fi
  note "cannot be repaired (e2fsck status $status), making it anew"
  # The options are those of the image's builder (src/image/file-systems.ts).
  if mkfs.ext4 -q -F -L "$label" -e remount-ro -m 1 \
    -E lazy_itable_init=0,lazy_journal_init=0 -O ^orphan_file,^metadata_csum_seed "$device" && probe; then
    note 'formatted'
  else
    note 'cannot be formatted: the log stays in memory'
  fi
}

# Only a real mount with a write that reached the disk shows that a file system works; one that is merely full
# works. Whether its directories are there too is said by dirs_made.
probe() {
  # With what fstab asks for: without a journal the kernel refuses "commit".
  mount -t ext4 -o rw,noatime,commit=30,errors=remount-ro "$device" "$probe_mount" || return 1
  tfr_make_dirs "$image/$name.dirs" "$probe_mount" && tfr_label_dirs "$image/$name.labels" "$probe_mount"
  dirs_made=$?
  dd if=/dev/zero of="$probe_mount/.tfr-probe" bs=4096 count=1 conv=fsync 2>/run/tmpfsroot/probe.log ||
    grep -q 'No space left on device' /run/tmpfsroot/probe.log
  probed=$?
  rm -f "$probe_mount/.tfr-probe" && sync -f "$probe_mount" || probed=1
  umount "$probe_mount" || probed=1
  return "$probed"
}

# A disk image is delivered with these partitions empty: all zero where any file system has its superblock, and
# where btrfs has the second one. What cannot be read is not empty.
format_blank() {
  device=$(tfr_find "$id" "$name" "$label" 15) || return
  is_blank 0 4 && is_blank 64 1 || return
  if mkfs.btrfs -q -L "$label" -m dup "$device" >/dev/null 2>&1 && mount -t btrfs "$device" "$probe_mount"; then
    {
      { [ ! -e "$image/$name.dirs" ] || tfr_make_dirs "$image/$name.dirs" "$probe_mount"; } &&
        tfr_label_dirs "$image/$name.labels" "$probe_mount"
    } || note 'not all of its directories can be made'
    umount "$probe_mount"
    note 'was empty: formatted'
  else
    note 'was empty and cannot be formatted'
  fi
}

# is_blank FROM COUNT, in MiB
is_blank() {
  zeros=$(dd if="$device" bs=1M skip="$1" count="$2" 2>/dev/null | tr -dc '\000' | wc -c)
  [ "$zeros" -eq $(($2 * 1048576)) ]
}

main
