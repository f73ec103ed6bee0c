#!/bin/sh
# Brings the data partitions into a state in which they can be mounted, before the new root mounts them; what
# cannot be is a small file system in memory for this boot. What was done stands in /run/tmpfsroot/heal.log and in
# the kernel log, what is missing in /run/tmpfsroot/health. Nothing here can stop the boot.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh
# shellcheck source=stand-in.sh
. /usr/lib/tmpfsroot/stand-in.sh
# shellcheck source=salvage.sh
. /usr/lib/tmpfsroot/salvage.sh

root=/sysroot
image=$root/usr/lib/tmpfsroot
probe_mount=/run/tmpfsroot/probe
said=/run/tmpfsroot/heal.out

main() {
  mkdir -p "$probe_mount"
  id=$(tfr_arg tfr.id) || return 0
  # Lines of the image's table: NAME LABEL FILESYSTEM MOUNTPOINT POLICY. The last says what may be done (`format`,
  # `repair`, `never`); the image of the other slot may be older and have none.
  while read -r name _ fs mountpoint policy <&3; do
    tfr_partition "$name" || continue
    heal || go_without
  done 3<"$image/partitions"
}

note() {
  tfr_log "$name: $*"
  printf '%s %s\n' "$name" "$*" >>/run/tmpfsroot/heal.log
}

# Fails, with why it does, when the partition cannot be used in this boot.
heal() {
  why='it is not there'
  device=$(tfr_find "$id" "$name" 15) || return 1
  uuid=$(tfr_partuuid "$id" "$name")
  # Without the link that udev makes, fstab's PARTUUID finds nothing.
  [ -e "/dev/disk/by-partuuid/$uuid" ] || sed -i "s|^PARTUUID=$uuid |$device |" "$root/etc/fstab"
  why='it cannot be repaired'
  too_slow='' blank=''
  case "$fs/$policy" in
    */never) probe ;;
    *) "heal_$fs" ;;
  esac || {
    may_format && format
  }
}

# Where nothing is, nothing is lost: that is formatted whatever the policy is.
may_format() {
  [ -n "$tfr_may_format" ] || return 1
  case "$policy" in
    repair) why="$why, and partitions.heal.$name forbids to format it" ;;
    never) why="it cannot be mounted, and partitions.heal.$name forbids to repair it" ;;
    *) return 0 ;;
  esac
  is_blank
}

heal_ext4() {
  # What is only read is not written by a check either, as long as all is well.
  ! is_read_only || ! is_clean || ! probe || return 0
  within 60 e2fsck -p "$device" >"$said" 2>&1
  if [ "$status" -le 1 ] && probe && [ "$dirs_made" -eq 0 ]; then
    [ "$status" -eq 0 ] || note 'repaired (e2fsck -p)'
    return 0
  fi
  within 120 e2fsck -f -y "$device" >>"$said" 2>&1
  # It throws a journal away that it cannot read; with one in place this does nothing.
  [ "$status" -ge 4 ] || tune2fs -j "$device" >>"$said" 2>&1
  if [ "$status" -lt 4 ] && probe; then
    note "repaired (e2fsck -f -y, status $status)"
    [ "$dirs_made" -eq 0 ] || note 'not all of its directories can be made'
    return 0
  fi
  return 1
}

is_read_only() {
  case ",$tfr_options," in *,ro,*) ;; *) return 1 ;; esac
}

is_clean() {
  timeout 60 tune2fs -l "$device" 2>/dev/null | grep -q '^Filesystem state: *clean$'
}

# Runs a program with a time limit: sets status, and too_slow when that was not enough.
# within SECONDS PROGRAM...
within() {
  timeout "$@"
  status=$?
  [ "$status" -ne 124 ] || too_slow=yes
  return "$status"
}

# From what loses nothing to what loses the last seconds; "btrfs check --repair" is for people.
heal_btrfs() {
  ! probe || return 0
  is_blank && return 1
  within 60 btrfs rescue super-recover -y "$device" >"$said" 2>&1
  # 0: all copies are good, 2: the bad ones were written from a good one.
  if [ "$status" -eq 2 ] && probe; then
    note 'repaired (super-recover)'
    return 0
  fi
  # The mount itself writes the older tree as the current one.
  if within 60 mount -t btrfs -o noatime,rescue=usebackuproot "$device" "$probe_mount" 2>>"$said"; then
    sync -f "$probe_mount"
    umount "$probe_mount" && probe && {
      note 'repaired (rescue=usebackuproot)'
      return 0
    }
  fi
  within 60 btrfs rescue zero-log "$device" >>"$said" 2>&1 && probe && {
    note 'repaired (zero-log)'
    return 0
  }
  return 1
}

# Makes the file system again, empty. A device that is only slow, or has sectors that cannot be read, is not a reason
# to throw its data away: the next boot tries again.
format() {
  [ -z "$too_slow" ] || {
    why='its repair took too long'
    return 1
  }
  timeout 60 dd if="$device" of=/dev/null bs=1M count=16 2>/dev/null || {
    why='it cannot be read'
    return 1
  }
  reason='could not be repaired' salvaged=
  if [ "$blank" = yes ]; then
    reason='was empty'
  elif [ -n "$tfr_salvage" ]; then
    tfr_salvage_files "$device" && salvaged=yes
  fi
  make_again
  made=$?
  [ -z "$salvaged" ] || {
    [ "$made" -ne 0 ] || put_salvaged
    tfr_drop_salvaged
  }
  return "$made"
}

make_again() {
  why='it cannot be formatted'
  # shellcheck disable=SC2016 # they are the inner shell's
  timeout 300 sh -c '. "$0"; tfr_make_file_system "$1" "$2"' /usr/lib/tmpfsroot/lib.sh "$name" "$device" \
    >"$said" 2>&1 && probe || return 1
  [ "$dirs_made" -eq 0 ] || note 'not all of its directories can be made'
  note "$reason: formatted"
}

put_salvaged() {
  mount -t "$fs" -o "$tfr_options" "$device" "$probe_mount" || return
  tfr_put_salvaged "$probe_mount/salvaged"
  tfr_leave "$probe_mount"
  # shellcheck disable=SC2154 # tfr_salvage_files and tfr_put_salvaged set them
  note "salvaged $tfr_kept of $tfr_seen files into $mountpoint/salvaged: look at them, their checksums were not checked"
}

# Only a real mount with a write that reached the disk shows that a file system works; one that is merely full
# works. Whether its directories are there too is said by dirs_made. /persist is only read.
probe() {
  dirs_made=0
  # With what fstab asks for: without a journal the kernel refuses "commit", for instance.
  timeout 60 mount -t "$fs" -o "$tfr_options" "$device" "$probe_mount" 2>/dev/null || {
    [ "$?" -ne 124 ] || too_slow=yes
    return 1
  }
  if is_read_only; then
    probed=0
    find "$probe_mount" -maxdepth 1 >/dev/null 2>&1 || probed=1
    umount "$probe_mount" || probed=1
    return "$probed"
  fi
  tfr_make_data_dirs "$root" "$name" "$probe_mount"
  dirs_made=$?
  [ -z "$tfr_makes_room" ] || [ "$policy" = never ] || make_room
  dd if=/dev/zero of="$probe_mount/.tfr-probe" bs=4096 count=1 conv=fsync 2>/run/tmpfsroot/probe.log ||
    grep -q 'No space left on device' /run/tmpfsroot/probe.log
  probed=$?
  rm -f "$probe_mount/.tfr-probe" && sync -f "$probe_mount" || probed=1
  umount "$probe_mount" || probed=1
  return "$probed"
}

# A log that takes no more lines is of no use: the oldest files go, until a tenth is free.
make_room() {
  has_room && return
  find "$probe_mount" -xdev -type f -printf '%T@ %p\n' | sort -n | cut -d ' ' -f 2- | {
    count=0
    while read -r file; do
      rm -f -- "$file"
      count=$((count + 1))
      # Looked at now and then: the last inodes may be held by 100,000 small files.
      [ $((count % 50)) -ne 0 ] && [ "$count" -gt 50 ] && continue
      has_room && break
    done
    note "was full: removed the oldest $count files"
  }
}

has_room() {
  sync -f "$probe_mount"
  # shellcheck disable=SC2046 # four numbers: blocks and inodes that are free, and all
  set -- $(stat -f -c '%a %b %d %c' "$probe_mount")
  [ $(($1 * 10)) -ge "$2" ] && [ $(($3 * 10)) -ge "$4" ]
}

# Whether nothing is in the partition: sets blank, so that it is looked for once. btrfs is looked for where it has its
# superblocks, and where mkfs.btrfs puts the tree that all others are found by: a disk image is delivered with these
# partitions empty, and to read all of them would hold the first start up.
is_blank() {
  [ -z "$blank" ] || {
    [ "$blank" = yes ]
    return
  }
  blank=no
  case "$fs" in
    btrfs) is_zero 0 4 && is_zero 21 8 && is_zero 64 1 ;;
    *) is_zero 0 $(($(blockdev --getsize64 "$device") / 1048576)) ;;
  esac && blank=yes
}

# is_zero FROM COUNT, in MiB. What cannot be read, and what takes too long to, is not empty.
is_zero() {
  zeros=$(timeout 60 dd if="$device" bs=1M skip="$1" count="$2" 2>/dev/null | tr -dc '\000' | wc -c)
  [ "$zeros" -eq $(($2 * 1048576)) ]
}

go_without() {
  sed -i "\\|^[^#][^ ]* $mountpoint |d" "$root/etc/fstab"
  tfr_go_without "$root" "$name" "$mountpoint" "$why"
}

main
