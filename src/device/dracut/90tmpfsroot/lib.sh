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

# Device of the one partition that is provably ours: PARTUUID of this installation and our PARTLABEL.
# Waits up to SECONDS for it. Fails when there is none, more than one, or the label is another.
# tfr_find ID NAME LABEL SECONDS
tfr_find() {
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
  tfr_found=$(blkid -c /dev/null -o device -t "PARTUUID=$tfr_uuid")
  # An image that was copied to a second disk has the same PARTUUIDs: then nobody can say which one is ours.
  case "$tfr_found" in
    '' | *"
"*)
      tfr_log "partition $2 ($tfr_uuid) is not there exactly once: '$tfr_found'"
      return 1
      ;;
  esac
  tfr_label=$(blkid -p -o value -s PART_ENTRY_NAME "$tfr_found")
  [ "$tfr_label" = "$3" ] || {
    tfr_log "partition $tfr_found has the label '$tfr_label' instead of '$3'"
    return 1
  }
  printf '%s\n' "$tfr_found"
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
  tfr_log "$1; restarting in $2 s"
  sync
  sleep "$2"
  echo s >/proc/sysrq-trigger
  echo b >/proc/sysrq-trigger
  sleep 60
}
