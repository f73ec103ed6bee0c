# shellcheck shell=sh
# Brings files of a btrfs file system that cannot be repaired over to the one that is made in its place: by way of
# memory, and within limits of memory and time. What does not fit, and what cannot be read to its end, is left.

tfr_salvage_from=/run/tmpfsroot/salvage
tfr_salvage_memory=/run/tmpfsroot/salvaged

# Copies what can be read of DEVICE into memory, within a minute; fails when that is nothing. Sets tfr_seen, the number
# of files that were seen.
# tfr_salvage_files DEVICE
tfr_salvage_files() {
  tfr_within_a_minute
  tfr_count_try "$1" || return 1
  mkdir -p "$tfr_salvage_from" "$tfr_salvage_memory"
  tfr_mount_broken "$1" || return 1
  # Less than half of the memory that is free, with what the kernel needs for each file.
  tfr_free=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  mount -t tmpfs -o "size=$((tfr_free * 3 / 8))k,nr_inodes=$((tfr_free / 16)),mode=0700" tmpfs "$tfr_salvage_memory" || {
    tfr_leave "$tfr_salvage_from"
    return 1
  }
  tfr_copy_whole "$tfr_salvage_from" "$tfr_salvage_memory/files"
  # shellcheck disable=SC2034 # for the one who calls it, as tfr_kept below
  tfr_seen=$(tfr_count_files "$tfr_salvage_from")
  tfr_leave "$tfr_salvage_from" && [ "$(tfr_count_files "$tfr_salvage_memory/files")" -gt 0 ] && return
  tfr_drop_salvaged
  return 1
}

# Puts what was salvaged into the new folder DIR, which only root can enter, within a minute. Sets tfr_kept, the number
# of files that came.
# tfr_put_salvaged DIR
tfr_put_salvaged() {
  tfr_within_a_minute
  tfr_copy_whole "$tfr_salvage_memory/files" "$1"
  timeout "$(tfr_left 0)" sync -f "$1"
  # shellcheck disable=SC2034
  tfr_kept=$(tfr_count_files "$1")
}

tfr_drop_salvaged() {
  tfr_leave "$tfr_salvage_memory"
}

tfr_within_a_minute() {
  tfr_end=$(($(tfr_uptime) + 60))
}

# Seconds of the minute that are left when SPARE are kept for later; at least one, since timeout(1) takes 0 as no limit.
# tfr_left SPARE
tfr_left() {
  tfr_seconds=$((tfr_end - $1 - $(tfr_uptime)))
  [ "$tfr_seconds" -gt 0 ] || tfr_seconds=1
  echo "$tfr_seconds"
}

tfr_uptime() {
  cut -d . -f 1 /proc/uptime
}

# A kernel that crashes over what is broken would do so at each start, so that only two of them try. btrfs keeps nothing
# in the first 64 KiB; mkfs.btrfs clears them.
tfr_count_try() {
  case "$(dd if="$1" bs=16 skip=1 count=1 2>/dev/null | tr -d '\000')" in
    'tfr-salvage 0001') tfr_try=2 ;;
    'tfr-salvage 0002') return 1 ;;
    *) tfr_try=1 ;;
  esac
  printf 'tfr-salvage %04d' "$tfr_try" | dd of="$1" bs=16 seek=1 conv=notrunc,fsync 2>/dev/null
}

# "all" does without checksums and without trees that cannot be read; kernels before 5.11 do not have it.
tfr_mount_broken() {
  for tfr_rescue in rescue=all rescue=all,rescue=usebackuproot rescue=usebackuproot,rescue=nologreplay; do
    timeout 10 mount -t btrfs -o "ro,$tfr_rescue" "$1" "$tfr_salvage_from" 2>/dev/null && return
  done
  return 1
}

# Unmounts DIR. Programs that were stopped at the end of their time may need a moment more.
# tfr_leave DIR
tfr_leave() {
  for _ in 1 2 3 4 5; do
    umount "$1" 2>/dev/null && return
    sleep 1
  done
  return 1
}

# Copies the files of FROM to the new folder TO, the smallest ones first: the largest alone might take all space. A copy
# that is not as long and as old as the file itself was cut off, by an error, by the end of space or of time, and goes.
# tfr_copy_whole FROM TO
tfr_copy_whole() {
  mkdir -m 0700 "$2" || return
  timeout "$(tfr_left 30)" find "$1" ! -type d -printf '%s %P\0' 2>/dev/null | tfr_swap | sort -n | cut -d ' ' -f 2- |
    tfr_swap | (cd "$1" && timeout "$(tfr_left 15)" xargs -0 -r cp -a --parents -t "$2" -- 2>/dev/null)
  {
    tfr_list_files "$1" | tfr_swap | sed p
    tfr_list_files "$2" | tfr_swap
  } | sort | uniq -u | cut -d ' ' -f 3- | tfr_swap | (cd "$2" && xargs -0 -r rm -f --)
}

# Names end with a zero byte, and may have any other one in them: for programs that read lines.
tfr_swap() {
  tr '\n\000' '\000\n'
}

# Size, time and path.
tfr_list_files() {
  timeout "$(tfr_left 0)" find "$1" -type f -printf '%s %T@ %P\0' 2>/dev/null
}

tfr_count_files() {
  tfr_list_files "$1" | tr -dc '\000' | wc -c
}
