# shellcheck shell=sh
# Shared by everything of ours that runs in the initramfs.

# To the kernel log: that is on every console, and in the journal of the system that comes up.
tfr_log() {
  printf '<5>tfr: %s\n' "$*" 2>/dev/null >/dev/kmsg || printf 'tfr: %s\n' "$*" >&2
}

# Value of NAME=VALUE on the kernel's command line; fails when it is not there.
tfr_arg() {
  read -r tfr_cmdline </proc/cmdline
  for tfr_word in $tfr_cmdline; do
    case "$tfr_word" in
      "$1="*)
        printf '%s\n' "${tfr_word#*=}"
        return 0
        ;;
    esac
  done
  return 1
}

# PARTUUID of a partition of the installation ID: a fixed head for each name, the installation's own tail.
# The same table stands in src/image/partition-ids.ts.
tfr_partuuid() {
  case "$2" in
    esp) tfr_head=7f500001 ;;
    rootA) tfr_head=7f500002 ;;
    rootB) tfr_head=7f500003 ;;
    persist) tfr_head=7f500004 ;;
    log) tfr_head=7f500005 ;;
    opt) tfr_head=7f500006 ;;
    cache) tfr_head=7f500007 ;;
    docker) tfr_head=7f500008 ;;
    *) return 1 ;;
  esac
  printf '%s-%s\n' "$tfr_head" "$1"
}

# Devices that are provably a partition of ours, a line each: PARTUUID of this installation and our PARTLABEL. More
# than one means that a copy of the whole disk is in the machine. Their order is the same each time.
# Waits up to SECONDS for the first; fails when there is none.
# tfr_candidates ID NAME LABEL SECONDS
tfr_candidates() {
  tfr_uuid=$(tfr_partuuid "$1" "$2") || return 1
  tfr_left=$4
  while [ ! -e "/dev/disk/by-partuuid/$tfr_uuid" ]; do
    [ "$tfr_left" -gt 0 ] || {
      tfr_log "partition $2 ($tfr_uuid) is not there"
      return 1
    }
    sleep 1
    tfr_left=$((tfr_left - 1))
  done
  tfr_ours=
  for tfr_device in $(blkid -c /dev/null -o device -t "PARTUUID=$tfr_uuid" | tfr_in_order); do
    tfr_label=$(blkid -p -o value -s PART_ENTRY_NAME "$tfr_device")
    if [ "$tfr_label" = "$3" ]; then
      tfr_ours="$tfr_ours$tfr_device
"
    else
      tfr_log "partition $tfr_device has the label '$tfr_label' instead of '$3'"
    fi
  done
  [ -n "$tfr_ours" ] || {
    tfr_log "partition $2 ($tfr_uuid) cannot be found"
    return 1
  }
  printf '%s' "$tfr_ours"
}

# Devices in the order of the places where their disks are plugged in: the kernel gives names as disks answer.
tfr_in_order() {
  while read -r tfr_device; do
    tfr_path=$(readlink -f "/sys/class/block/${tfr_device##*/}/..")
    printf '%s %s\n' "${tfr_path%/*}" "$tfr_device"
  done | sort | awk '{ print $2 }'
}

# Device of the one partition that is provably ours, see tfr_candidates. Of more than one it is that on the disk which
# the root came from: no other disk is written to. Fails when nobody can say which one is meant.
# tfr_find ID NAME LABEL SECONDS
tfr_find() {
  tfr_found=$(tfr_candidates "$@") || return 1
  case "$tfr_found" in
    *"
"*)
      tfr_all=$tfr_found
      tfr_found=$(tfr_on_disk "$(cat /run/tmpfsroot/disk 2>/dev/null)" "$tfr_all") || {
        tfr_log "partition $2 is not there exactly once: $(printf '%s' "$tfr_all" | tr '\n' ' ')"
        return 1
      }
      ;;
  esac
  printf '%s\n' "$tfr_found"
}

# The one of DEVICES, a line each, that is a partition of DISK, a kernel name; fails when there is not exactly one.
# tfr_on_disk DISK DEVICES
tfr_on_disk() {
  tfr_match=
  for tfr_device in $2; do
    [ "$(tfr_disk_of "$tfr_device")" = "$1" ] || continue
    [ -z "$tfr_match" ] || return 1
    tfr_match=$tfr_device
  done
  [ -n "$tfr_match" ] && printf '%s\n' "$tfr_match"
}

# Kernel name of the disk that a partition lies on.
tfr_disk_of() {
  tfr_path=$(readlink -f "/sys/class/block/${1##*/}/..")
  printf '%s\n' "${tfr_path##*/}"
}

# A fact for the person who asks how this device came up: KEY VALUE...
tfr_health() {
  printf '%s\n' "$*" >>/run/tmpfsroot/health
}

# Number behind KEY= in FILE, for files that may be damaged: anything but digits is a failure.
tfr_number() {
  tfr_value=$(sed -n "s/^$2=\([0-9][0-9]*\)\$/\1/p" "$1") || return 1
  [ -n "$tfr_value" ] && printf '%s\n' "$tfr_value"
}

# Makes the directories of a manifest (lines MODE UID GID PATH) below DIR, and gives those that are there the
# owner and mode that they shall have: a repair or a power cut may have left others. A file or a link in the
# place of a directory was put there by somebody, and stays.
tfr_make_dirs() {
  while read -r tfr_mode tfr_uid tfr_gid tfr_path; do
    tfr_dir=$2/$tfr_path
    if [ -L "$tfr_dir" ] || { [ -e "$tfr_dir" ] && [ ! -d "$tfr_dir" ]; }; then continue; fi
    [ -z "$(find "$tfr_dir" -maxdepth 0 -perm "$tfr_mode" -uid "$tfr_uid" -gid "$tfr_gid" 2>/dev/null)" ] || continue
    mkdir -p "$tfr_dir" && chown "$tfr_uid:$tfr_gid" "$tfr_dir" && chmod "$tfr_mode" "$tfr_dir" || return 1
  done <"$1"
}

# Gives the labels of a manifest (lines LABEL PATH) to what is there of it below DIR, which needs no policy that is
# loaded. An image without SELinux has no manifest.
tfr_label_dirs() {
  [ -e "$1" ] || return 0
  while read -r tfr_context tfr_path; do
    if [ -L "$2/$tfr_path" ] || [ ! -e "$2/$tfr_path" ]; then continue; fi
    chcon "$tfr_context" "$2/$tfr_path" || return 1
  done <"$1"
}

# The end of every way that cannot go on: never a prompt. The pause lets a person read, and keeps a
# device that fails at once from wearing out its disk.
tfr_restart() {
  printf '<3>tfr: %s\n' "$1; restarting in $2 s" >/dev/kmsg
  # Beside it: a disk that answers no more would hold it for ever.
  sync &
  sleep "$2"
  echo s >/proc/sysrq-trigger
  echo b >/proc/sysrq-trigger
  sleep 60
}
