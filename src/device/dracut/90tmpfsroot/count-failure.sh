#!/bin/sh
# count-failure.sh ID SLOT [SECONDS]: tells the boot state, once in a start, that slot a or b was seen to fail, and ends
# with 0 when the other slot is started next because of that. A disk that does not answer holds it for 25 s at most,
# which is less than the pause before any restart, or for so many seconds where nothing restarts meanwhile. The same
# program runs in the initramfs and in the system.

scripts=${0%/*}
log=/run/tmpfsroot/count-failure.log
# shellcheck source=lib.sh
. "$scripts/lib.sh"

mkdir -p /run/tmpfsroot
mkdir /run/tmpfsroot/failure-counted 2>/dev/null || exit 1
TFR_WAIT=10 timeout "${3:-25}" "$scripts/slot-state.sh" "$1" failed "$2" >"$log" 2>&1
grep -q '^restart=' "$log" || {
  tfr_log "slot $2 failed, and that cannot be written to the boot state"
  exit 1
}
grep -qx 'restart=yes' "$log" || {
  tfr_log "slot $2 failed, and the other slot is no better"
  exit 1
}
tfr_log "slot $2 failed: the other slot is started next"
