# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# What becomes of the boot state in the life of a device: a start that failed, commits, two updates, a slot that was
# found damaged and healed, and a copy that rotted.

scenario() {
  for event in 'failed a' 'commit a' 'barrier b' 'trial b' 'commit b' 'slot-bad a' 'healed a' 'failed b' 'commit b' \
    'barrier a' 'trial a' 'commit a'; do
    # shellcheck disable=SC2086 # an event and a slot
    slot_state $event
  done
  for copy in fedora tfr; do
    rot "EFI/$copy/grubenv"
    slot_state repair a
  done
}

# The sector of a copy holds something else.
rot() (
  set +eu
  # shellcheck source=dracut/90tmpfsroot/lib.sh
  . "$scripts/lib.sh"
  # shellcheck source=dracut/90tmpfsroot/slot-rules.sh
  . "$scripts/slot-rules.sh"
  # shellcheck source=dracut/90tmpfsroot/state.sh
  . "$scripts/state.sh"
  # shellcheck disable=SC2034 # what state.sh reads
  tfr_esp=$(part esp)
  at=$(tfr_find_in_fat "$1")
  printf '%512s' rotten | dd of="$(part esp)" bs=512 seek="$at" count=1 conv=notrunc,fsync 2>/dev/null
)
