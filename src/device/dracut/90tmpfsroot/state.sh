# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # names, paths and rules are in slot-rules.sh
# Reads and writes the boot state: two copies on each ESP, each a block of GRUB's environment. GRUB reads and writes
# those of the ESP that it was started from; the other ESP is told what changed. Who reads this has read lib.sh and
# slot-rules.sh. A copy is written as one sector of the disk while the ESP is not mounted, so that no write
# of ours can damage the file system; only a file that is missing or has been changed by other programs is written
# through it.

tfr_esp_mount=/run/tmpfsroot/esp
tfr_block=/run/tmpfsroot/block

# tfr_state_open ID SECONDS PURPOSE: finds the ESPs, waiting as long, and reads the state from the one that GRUB was
# started from, or from the other one. Fails when there is no ESP to read. With the purpose `show` nothing is written
# afterwards, with `repair` nothing when both copies could be read.
tfr_state_open() {
  tfr_purpose=$3
  # Left by one that was killed while it waited for a disk.
  ! grep -q " $tfr_esp_mount " /proc/mounts || umount "$tfr_esp_mount"
  tfr_find_esps "$1" "$2" || return 1
  tfr_state_read && return 0
  [ -n "$tfr_other" ] || return 1
  tfr_log "the ESP $tfr_esp cannot be read"
  tfr_swap_esps
  tfr_state_read
}

# tfr_find_esps ID SECONDS: sets tfr_esp to the ESP that GRUB was started from, and tfr_other to the other one; to
# nothing on a device that has only one. Where GRUB did not say, the first one is meant.
tfr_find_esps() {
  tfr_esp=$(tfr_find "$1" esp "$2")
  tfr_started=$(tfr_arg tfr.esp)
  case "$tfr_started" in '' | *[!0-9]* | "$(tfr_partition_number "$tfr_esp")") tfr_wait=0 ;; *) tfr_wait=$2 ;; esac
  tfr_other=
  if [ "$tfr_wait" -gt 0 ] || tfr_has "$1" esp2; then tfr_other=$(tfr_find "$1" esp2 "$tfr_wait"); fi
  if [ -z "$tfr_esp" ] || { [ -n "$tfr_other" ] && [ "$(tfr_partition_number "$tfr_other")" = "$tfr_started" ]; }; then
    tfr_swap_esps
  fi
  [ -n "$tfr_esp" ]
}

tfr_swap_esps() {
  tfr_swapped=$tfr_esp tfr_esp=$tfr_other tfr_other=$tfr_swapped
}

# tfr_state_read: reads the state from tfr_esp. Sets tfr_FIELD, tfr_newest (0, 1, or empty when no copy can be read),
# tfr_seq0 and tfr_seq1. Fails when it cannot be mounted.
tfr_state_read() {
  tfr_esp_point=$(sed -n "s|^$tfr_esp \([^ ]*\) .*|\1|p" /proc/mounts | head -n 1)
  tfr_esp_is_ours=
  if [ -z "$tfr_esp_point" ]; then
    mkdir -p "$tfr_esp_mount"
    mount -t vfat -o ro "$tfr_esp" "$tfr_esp_mount" || return 1
    tfr_esp_point=$tfr_esp_mount tfr_esp_is_ours=yes
  fi
  tfr_read_copies
  tfr_sector0='' tfr_sector1=''
  # Where they lie matters to who writes, and takes longer to find out than all else.
  case "$tfr_purpose/$tfr_seq0/$tfr_seq1" in
    show/* | repair/[0-2]/[0-2]) ;;
    *)
      tfr_sector0=$(tfr_sector "$tfr_copy0")
      tfr_sector1=$(tfr_sector "$tfr_copy1")
      ;;
  esac
  [ -z "$tfr_esp_is_ours" ] || umount "$tfr_esp_mount" || return 1
  # What somebody else has mounted for writing is written through it: the kernel may have parts of it in memory.
  if [ -z "$tfr_esp_is_ours" ] && grep -q "^$tfr_esp [^ ]* [^ ]* rw" /proc/mounts; then
    tfr_sector0='' tfr_sector1=''
  fi
}

tfr_read_copies() {
  tfr_seq1='' tfr_seq0='' tfr_newest=''
  tfr_load "$tfr_esp_point/$tfr_copy1" && tfr_seq1=$tfr_seq
  tfr_load "$tfr_esp_point/$tfr_copy0" && tfr_seq0=$tfr_seq
  [ -z "$tfr_seq0" ] || tfr_newest=0
  if [ -n "$tfr_seq1" ] && { [ -z "$tfr_seq0" ] || [ "$(tfr_next_seq "$tfr_seq0")" = "$tfr_seq1" ]; }; then
    tfr_newest=1
    tfr_load "$tfr_esp_point/$tfr_copy1"
  fi
}

# Reads one copy; fails when it is not a state of ours.
tfr_load() {
  for tfr_name in $tfr_names; do eval "tfr_$tfr_name="; done
  # Not what the kernel remembers of it: sectors are written behind its back.
  dd if="$1" iflag=nocache count=0 2>/dev/null || return 1
  tfr_text=$(head -c 1024 "$1" 2>/dev/null | tr -d '\000')
  case "$tfr_text" in '# GRUB Environment Block'*) ;; *) return 1 ;; esac
  while IFS= read -r tfr_line; do
    tfr_name=${tfr_line%%=*}
    case "$tfr_name" in '' | *[!a-z0-9_]*) continue ;; esac
    case " $tfr_names " in *" $tfr_name "*) eval "tfr_$tfr_name=\${tfr_line#*=}" ;; esac
  done <<TEXT
$tfr_text
TEXT
  tfr_is_state
}

# tfr_sector COPY: prints the sector of the partition that a copy's first 512 bytes lie in; nothing when that is not
# certain, or when the other half of the file is not empty.
tfr_sector() {
  [ "$(wc -c <"$tfr_esp_point/$1" 2>/dev/null)" = 1024 ] || return 0
  [ -z "$(tail -c 512 "$tfr_esp_point/$1" | tr -d '#')" ] || return 0
  tfr_at=$(tfr_find_in_fat "$1" 2>/dev/null) && [ -n "$tfr_at" ] || return 0
  [ "$(head -c 512 "$tfr_esp_point/$1" | b2sum)" = "$(tfr_read_sector "$tfr_at")" ] && printf '%s\n' "$tfr_at"
}

# tfr_find_in_fat PATH: prints the first sector of a file on the FAT32 of the ESP (Microsoft's specification of FAT32,
# sections 3, 4 and 6), whose names are all of at most eight letters. The kernel has FIBMAP for that, and no program
# that every image has asks it.
tfr_find_in_fat() (
  reserved=$(tfr_esp_number 14 2) && sector=$(tfr_esp_number 11 2) && cluster=$(tfr_esp_number 44 4) || exit 1
  [ "$(tfr_esp_number 510 2)" = 43605 ] && [ "$sector" -ge 512 ] || exit 1
  data=$(((reserved + $(tfr_esp_number 16 1) * $(tfr_esp_number 36 4)) * sector))
  size=$(($(tfr_esp_number 13 1) * sector))
  [ "$size" -gt 0 ] || exit 1
  for name in $(printf '%s' "$1" | tr 'a-z/' 'A-Z '); do
    letters=$(printf '%-11s' "$name" | od -An -v -tx1)
    entry=
    left=100
    while [ -z "$entry" ]; do
      [ "$left" -gt 0 ] && [ "$cluster" -ge 2 ] && [ "$cluster" -lt 268435440 ] || exit 1
      entry=$(od -An -v -tx1 -w32 -j $((data + (cluster - 2) * size)) -N "$size" "$tfr_esp" | grep -m 1 "^$letters ")
      [ -n "$entry" ] || cluster=$(($(tfr_esp_number $((reserved * sector + cluster * 4)) 4) & 268435455))
      left=$((left - 1))
    done
    # shellcheck disable=SC2086 # its bytes
    set -- $entry
    shift 20
    cluster=$((0x$2$1$8$7))
  done
  [ "$cluster" -ge 2 ] && echo $(((data + (cluster - 2) * size) / 512))
)

# tfr_esp_number OFFSET BYTES: a number on the ESP, its lowest byte first.
tfr_esp_number() {
  # shellcheck disable=SC2046 # its bytes
  set -- $(od -An -v -tu1 -j "$1" -N "$2" "$tfr_esp")
  [ $# -gt 0 ] && echo $(($1 + ${2:-0} * 256 + ${3:-0} * 65536 + ${4:-0} * 16777216))
}

# The state but for its numbers, a line each.
tfr_state_text() {
  for tfr_name in $tfr_names; do
    case "$tfr_name" in seq | seq2) continue ;; esac
    eval "printf '%s=%s\n' $tfr_name \"\$tfr_$tfr_name\""
  done
}

# tfr_state_take TEXT: takes the values of a text of tfr_state_text.
tfr_state_take() {
  while IFS= read -r tfr_line; do eval "tfr_${tfr_line%%=*}=\${tfr_line#*=}"; done <<TEXT
$1
TEXT
}

# tfr_state_mirror: tells the other ESP, where there is one, what the state is; what it says already is not written.
# Fails when it cannot be told. What comes after it must open the state again.
tfr_state_mirror() {
  [ -n "$tfr_other" ] || return 0
  tfr_kept=$(tfr_state_text)
  tfr_swap_esps
  tfr_mirrored=0
  if tfr_state_read; then
    if [ -z "$tfr_seq0" ] || [ -z "$tfr_seq1" ] || [ "$(tfr_state_text)" != "$tfr_kept" ]; then
      tfr_state_take "$tfr_kept"
      tfr_state_save || tfr_mirrored=1
    fi
  else
    tfr_mirrored=1
  fi
  tfr_state_take "$tfr_kept"
  tfr_swap_esps
  [ "$tfr_mirrored" -eq 0 ] || tfr_log "the boot state cannot be written to the other ESP, $tfr_other"
  return "$tfr_mirrored"
}

# Digest of what the disk holds there.
tfr_read_sector() {
  blockdev --flushbufs "$tfr_esp"
  dd if="$tfr_esp" bs=512 skip="$1" count=1 2>/dev/null | b2sum
}

# Writes the state, as src/slots/copies.ts says: never the copy that holds the state before the other one does. Fails
# when no copy holds it now.
tfr_state_save() {
  tfr_saved=
  [ "$tfr_newest" != 1 ] || tfr_put 0
  tfr_put 1
  tfr_put 0
  [ -n "$tfr_saved" ]
}

# tfr_put COPY: writes one copy and reads it back.
tfr_put() {
  case "$1" in
    0) tfr_path=$tfr_copy0 tfr_at=$tfr_sector0 tfr_seq=$(tfr_next_seq "${tfr_seq1:-$tfr_seq0}") ;;
    1) tfr_path=$tfr_copy1 tfr_at=$tfr_sector1 tfr_seq=$(tfr_next_seq "${tfr_seq0:-$tfr_seq1}") ;;
  esac
  tfr_seq2=$tfr_seq
  tfr_format >"$tfr_block"
  if [ -n "$tfr_at" ]; then tfr_put_sector; else tfr_put_file; fi || {
    tfr_log "the boot state cannot be written to $tfr_path"
    return 1
  }
  tfr_saved=yes
  eval "tfr_seq$1=\$tfr_seq"
}

# The block, 1,024 bytes.
tfr_format() {
  {
    echo '# GRUB Environment Block'
    for tfr_name in $tfr_names; do eval "printf '%s=%s\n' $tfr_name \"\$tfr_$tfr_name\""; done
    printf '%1024s' '' | tr ' ' '#'
  } | head -c 1024
}

tfr_put_sector() {
  dd if="$tfr_block" of="$tfr_esp" bs=512 count=1 seek="$tfr_at" conv=notrunc,fsync 2>/dev/null &&
    [ "$(tfr_read_sector "$tfr_at")" = "$(head -c 512 "$tfr_block" | b2sum)" ]
}

tfr_put_file() {
  if [ -n "$tfr_esp_is_ours" ]; then
    mount -t vfat -o rw "$tfr_esp" "$tfr_esp_mount" || return 1
  fi
  tfr_done=0
  tfr_put_below "$tfr_esp_point/$tfr_path" || tfr_done=1
  if [ -n "$tfr_esp_is_ours" ]; then
    umount "$tfr_esp_mount" || tfr_done=1
  fi
  return "$tfr_done"
}

tfr_put_below() {
  if [ "$(wc -c <"$1" 2>/dev/null)" = 1024 ]; then
    dd if="$tfr_block" of="$1" bs=1024 count=1 conv=notrunc,fsync 2>/dev/null || return 1
  else
    mkdir -p "${1%/*}" && dd if="$tfr_block" of="$1.new" bs=1024 conv=fsync 2>/dev/null && mv -f "$1.new" "$1" &&
      tfr_flush "$1" || return 1
  fi
  [ "$(b2sum <"$1")" = "$(b2sum <"$tfr_block")" ]
}

# tfr_state_repair ID SLOT: makes damaged copies from the other one. Without any, the state is that of the other ESP;
# without that, the slot that runs is what was started, and the other one is whole when it has its first block, which is
# written last.
tfr_state_repair() {
  if [ -n "$tfr_seq0" ] && [ -n "$tfr_seq1" ]; then return 0; fi
  tfr_saved=
  case "$tfr_newest" in
    0) tfr_log 'the second copy of the boot state is damaged' ;;
    1)
      tfr_log 'the first copy of the boot state is damaged'
      tfr_put 0
      return
      ;;
    *)
      tfr_log 'both copies of the boot state are damaged'
      tfr_state_from_other || tfr_first_state "$1" "$2"
      ;;
  esac
  tfr_put 1
  tfr_put 0
}

# Takes the values from the other ESP; fails when it has none.
tfr_state_from_other() {
  [ -n "$tfr_other" ] || return 1
  tfr_kept=
  tfr_swap_esps
  if tfr_state_read && [ -n "$tfr_newest" ]; then tfr_kept=$(tfr_state_text); fi
  tfr_swap_esps
  tfr_state_read && [ -n "$tfr_kept" ] && tfr_state_take "$tfr_kept"
}

tfr_first_state() {
  tfr_saved_entry=$2 tfr_ok0=1 tfr_ok1=1 tfr_trial='' tfr_tries=0 tfr_fails=0 tfr_next_entry='' tfr_failed=''
  case "$2" in
    0) tfr_slot_is_whole "$1" rootB || tfr_ok1=0 ;;
    1) tfr_slot_is_whole "$1" rootA || tfr_ok0=0 ;;
  esac
}

tfr_slot_is_whole() {
  tfr_device=$(tfr_find "$1" "$2" 5) && [ "$(blkid -p -o value -s TYPE "$tfr_device")" = ext4 ]
}

# tfr_state_event EVENT SLOT: follows the rules and writes what changed. Fails when it cannot be written.
tfr_state_event() {
  tfr_before=$(tfr_format)
  tfr_follow "$1" "$2"
  [ "$(tfr_format)" = "$tfr_before" ] || tfr_state_save
}
