#!/bin/sh
# Stands in for the emergency and rescue shells: an unattended device has nobody to type there.

scripts=/usr/lib/tmpfsroot
# shellcheck source=lib.sh
. "$scripts/lib.sh"

# An installer is of no slot.
if id=$(tfr_arg tfr.id); then
  slot=$(sed -n 's/^slot=//p' /run/tmpfsroot/state 2>/dev/null)
  # Beside the pause: nothing holds the restart up.
  "$scripts/count-failure.sh" "$id" "${slot:-$(tfr_arg tfr.slot)}" &
fi
failed=$(timeout 10 systemctl --failed --no-legend --plain 2>/dev/null | awk '{ printf "%s ", $1 }')
tfr_restart "the initramfs cannot go on; failed units: ${failed:-none }" 30
