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

# Made from src/config/partitions/partition-table.ts by `npm run partitions`, up to the end that is marked.

# Sets what is the same of a partition on every device; fails for a name that is not valid. What the running system does
# not mount has no options, no leave to format it, and nothing that stands in for it (MiB of memory).
# shellcheck disable=SC2034 # for those who call it
tfr_partition() {
  case "$1" in
    esp)
      tfr_head=7f500001 tfr_type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B tfr_partlabel='EFI System Partition'
      tfr_role=esp tfr_fs=vfat tfr_fs_label=TFR-ESP
      tfr_point=/boot/efi tfr_options=''
      tfr_may_format='' tfr_salvage='' tfr_makes_room='' tfr_stand_in=''
      ;;
    rootA)
      tfr_head=7f500002 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-root-a
      tfr_role=slot tfr_fs=ext4 tfr_fs_label=tfr-root
      tfr_point=/ tfr_options=''
      tfr_may_format='' tfr_salvage='' tfr_makes_room='' tfr_stand_in=''
      ;;
    rootB)
      tfr_head=7f500003 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-root-b
      tfr_role=slot tfr_fs=ext4 tfr_fs_label=tfr-root
      tfr_point=/ tfr_options=''
      tfr_may_format='' tfr_salvage='' tfr_makes_room='' tfr_stand_in=''
      ;;
    persist)
      tfr_head=7f500004 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-persist
      tfr_role=persist tfr_fs=ext4 tfr_fs_label=tfr-persist
      tfr_point=/persist tfr_options=ro,noatime
      tfr_may_format='' tfr_salvage='' tfr_makes_room='' tfr_stand_in=16
      ;;
    log)
      tfr_head=7f500005 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-log
      tfr_role=data tfr_fs=ext4 tfr_fs_label=tfr-log
      tfr_point=/var/log tfr_options=noatime,lazytime,commit=30,errors=remount-ro
      tfr_may_format=yes tfr_salvage='' tfr_makes_room=yes tfr_stand_in=64
      ;;
    opt)
      tfr_head=7f500006 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-opt
      tfr_role=data tfr_fs=btrfs tfr_fs_label=tfr-opt
      tfr_point=/opt tfr_options=noatime
      tfr_may_format=yes tfr_salvage=yes tfr_makes_room='' tfr_stand_in=16
      ;;
    cache)
      tfr_head=7f500007 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-cache
      tfr_role=data tfr_fs=btrfs tfr_fs_label=tfr-cache
      tfr_point=/var/cache tfr_options=noatime
      tfr_may_format=yes tfr_salvage='' tfr_makes_room='' tfr_stand_in=16
      ;;
    docker)
      tfr_head=7f500008 tfr_type=0FC63DAF-8483-4772-8E79-3D69D8477DE4 tfr_partlabel=tfr-docker
      tfr_role=data tfr_fs=btrfs tfr_fs_label=tfr-docker
      tfr_point=/var/lib/docker tfr_options=noatime
      tfr_may_format=yes tfr_salvage='' tfr_makes_room='' tfr_stand_in=16
      ;;
    esp2)
      tfr_head=7f500009 tfr_type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B tfr_partlabel=tfr-esp-2
      tfr_role=esp tfr_fs=vfat tfr_fs_label=TFR-ESP-2
      tfr_point=/boot/efi tfr_options=''
      tfr_may_format='' tfr_salvage='' tfr_makes_room='' tfr_stand_in=''
      ;;
    *) return 1 ;;
  esac
}

# Makes the file system of a partition that is not a slot, empty.
# tfr_make_file_system NAME DEVICE
tfr_make_file_system() {
  tfr_partition "$1" || return 1
  case "$tfr_fs" in
    ext4) mkfs.ext4 -q -F -e remount-ro -m 1 -O ^orphan_file,^metadata_csum_seed -E lazy_itable_init=0,lazy_journal_init=0 -L "$tfr_fs_label" "$2" >/dev/null ;;
    btrfs) mkfs.btrfs -q -f -m dup -L "$tfr_fs_label" "$2" >/dev/null ;;
    vfat) mkfs.vfat -F 32 -n "$tfr_fs_label" -S "$(blockdev --getss "$2")" "$2" >/dev/null ;;
    *) return 1 ;;
  esac
}

# The end of what is made.

# PARTUUID of a partition of the installation ID: a fixed head for each name, the installation's own tail.
# tfr_partuuid ID NAME
tfr_partuuid() {
  tfr_partition "$2" && printf '%s-%s\n' "$tfr_head" "$1"
}

# Devices that are provably a partition of ours, a line each: PARTUUID of this installation and our PARTLABEL. More
# than one means that a copy of the whole disk is in the machine. Their order is the same each time.
# Waits up to SECONDS for the first; fails when there is none.
# tfr_candidates ID NAME SECONDS
tfr_candidates() {
  tfr_partition "$2" || return 1
  tfr_uuid=$tfr_head-$1
  # Fifths of a second: what is waited for in vain is time that the device does not run.
  tfr_left=$(($3 * 5))
  while [ ! -e "/dev/disk/by-partuuid/$tfr_uuid" ]; do
    [ "$tfr_left" -gt 0 ] || {
      tfr_log "partition $2 ($tfr_uuid) is not there"
      return 1
    }
    sleep 0.2
    tfr_left=$((tfr_left - 1))
  done
  tfr_ours=
  for tfr_device in $(blkid -c /dev/null -o device -t "PARTUUID=$tfr_uuid" | tfr_in_order); do
    tfr_label=$(blkid -p -o value -s PART_ENTRY_NAME "$tfr_device")
    if [ "$tfr_label" = "$tfr_partlabel" ]; then
      tfr_ours="$tfr_ours$tfr_device
"
    else
      tfr_log "partition $tfr_device has the label '$tfr_label' instead of '$tfr_partlabel'"
    fi
  done
  [ -n "$tfr_ours" ] || {
    tfr_log "partition $2 ($tfr_uuid) cannot be found"
    return 1
  }
  printf '%s' "$tfr_ours"
}

# Whether a partition of that name is in the machine.
# tfr_has ID NAME
tfr_has() {
  [ -e "/dev/disk/by-partuuid/$(tfr_partuuid "$1" "$2")" ]
}

# Number of a partition in the table of its disk; nothing for what is none.
tfr_partition_number() {
  cat "/sys/class/block/${1##*/}/partition" 2>/dev/null
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
# tfr_find ID NAME SECONDS
tfr_find() {
  tfr_found=$(tfr_candidates "$@") || {
    tfr_find_unreadable "$1" "$2"
    return
  }
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

# The same for a partition whose first sectors cannot be read: udev makes no link to it, and blkid knows nothing of it.
# The kernel's table has its label, and the disk is that of the root.
# tfr_find_unreadable ID NAME
tfr_find_unreadable() {
  tfr_partition "$2" || return 1
  tfr_disk=$(cat /run/tmpfsroot/disk 2>/dev/null) || return 1
  tfr_found=$(grep -lx "PARTNAME=$tfr_partlabel" "/sys/class/block/$tfr_disk"/*/uevent 2>/dev/null)
  [ -e "$tfr_found" ] || return 1
  tfr_found=${tfr_found%/uevent}
  tfr_found=/dev/${tfr_found##*/}
  # What can be read after all says which installation it belongs to.
  case "$(blkid -p -o value -s PART_ENTRY_UUID "$tfr_found")" in
    '' | "$(tfr_partuuid "$1" "$2")") printf '%s\n' "$tfr_found" ;;
    *) return 1 ;;
  esac
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

# tfr_flush FILE: writes its file system to the disk. Of a FAT, sync -f alone gets no further than the disk's cache.
tfr_flush() {
  sync -f "$1" && sync "$1"
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

# tfr_grub_config ID TEMPLATE: prints GRUB's configuration of an installation as gzip(1) would, but stored as it is.
# GRUB (grub-core/io/gzio.c) unpacks 32 KiB at a time and looks at the checksum when it has the last of them, unless
# the size is another: damage of compressed data would make it so. What is run lies in the last 32 KiB, so that none of
# it is run when it is damaged, and nothing in the first: who looks at the beginning of a file, as GRUB's filters for
# other formats do, would take the error.
tfr_grub_config() {
  tfr_bytes=$(tfr_grub_text "$1" "$2" | wc -c)
  # No name, no time; one block, which is the last: its size, and that inverted.
  printf '\037\213\010\000\000\000\000\000\000\377\001'
  tfr_two_bytes "$tfr_bytes"
  tfr_two_bytes $((65535 - tfr_bytes))
  tfr_grub_text "$1" "$2"
  # Checksum and size.
  tfr_grub_text "$1" "$2" | gzip -c | tail -c 8
}

tfr_grub_text() {
  tfr_lines=64
  while [ "$tfr_lines" -gt 0 ]; do
    printf '#%0510d\n' 0
    tfr_lines=$((tfr_lines - 1))
  done
  sed "s/@ID@/$1/g" "$2"
}

tfr_two_bytes() {
  # shellcheck disable=SC2059 # the format is made here
  printf "$(printf '\\%03o\\%03o' $(($1 % 256)) $(($1 / 256)))"
}

# tfr_is_grub_config ID FILE
tfr_is_grub_config() {
  gzip -t "$2" 2>/dev/null && gzip -d -c "$2" | grep -q "tfr.id=$1 "
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
