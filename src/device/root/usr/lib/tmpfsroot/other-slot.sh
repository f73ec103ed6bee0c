# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # for those who read this; they set scripts and state_log
# Which slot does not run, which image a slot holds, and what became of it. Who reads this has read lib.sh of the
# initramfs.

# Which image the other slot was given: that outlives the slot.
record=${TFR_RECORD:-/var/log/tmpfsroot}/other-slot
# SLOT IMAGE NAME of an update that is tried, until a commit says what became of it; and of one that was left then.
trial_record=${TFR_RECORD:-/var/log/tmpfsroot}/update-trial
left_record=${TFR_RECORD:-/var/log/tmpfsroot}/update-left
# GRUB and the kernel find no file system without these bytes.
first_bytes=65536

# name_slots STATE: sets id, slot, own_name, and other, name, number of the slot that does not run; fails where the state
# of this start does not say which one does.
name_slots() {
  id=$(sed -n 's/^id=//p' "$1")
  slot=$(sed -n 's/^slot=//p' "$1")
  case "$slot" in
    a) other=b own_name=rootA name=rootB number=1 ;;
    b) other=a own_name=rootB name=rootA number=0 ;;
    *) return 1 ;;
  esac
}

# tell_state EVENT: tells the boot state what became of the other slot, and keeps the state in $state_log. It holds when
# it was written, whatever holds up the second ESP.
tell_state() {
  timeout 60 "$scripts/slot-state.sh" "$id" "$1" "$other" >"$state_log" 2>&1
  grep -q '^restart=' "$state_log"
}

# image_at DEVICE OFFSET: UUID of the ext4 whose superblock, or copy of it, lies there. It is made from all that the
# image holds (src/image/slot/slot-image.ts), so that it names the image.
image_at() {
  [ "$(od -An -v -tx1 -j $(($2 + 56)) -N 2 "$1" 2>/dev/null)" = ' 53 ef' ] || return 1
  od -An -v -tx1 -j $(($2 + 104)) -N 16 "$1" 2>/dev/null | tr -d ' \n'
}

# remember IMAGE: the other slot was given it.
remember() {
  [ "$(cat "$record" 2>/dev/null)" = "$other $1" ] || keep "$record" "$other $1"
}

# was_left IMAGE: whether that was the last update of the other slot, and did not stay.
was_left() {
  [ "$(cut -d ' ' -f 1,2 "$left_record" 2>/dev/null)" = "$other $1" ]
}

# keep FILE LINE: a power cut leaves the file as it was, or with this line.
keep() {
  mkdir -p "${1%/*}" && printf '%s\n' "$2" >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1"
}
