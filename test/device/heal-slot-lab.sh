#!/bin/sh
# Runs the healing of the other slot. Started in a mount namespace of its own, with what slots-lab.sh asks for and
#   RECORD  what was remembered of the other slot, or nothing
#   SHELL_UNDER_TEST
set -eu

# shellcheck source=slots-lab.sh
. "$(dirname "$0")/slots-lab.sh"
[ -z "$RECORD" ] || printf '%s\n' "$RECORD" >/run/record/other-slot
sed -e 's|^scripts=.*|scripts=/run/scripts|' -e 's|pause=.*|pause=0|' -e 's|>/dev/kmsg|>\&2|' \
  -e 's|^main$|echo $$ >/run/main; main|' "$DEVICE/root/usr/lib/tmpfsroot/heal-slot" >/run/heal-slot
status=0
"$SHELL_UNDER_TEST" /run/heal-slot || status=$?
tell "$status"
! grep ' /run/tmpfsroot/heal-slot ' /proc/mounts || echo 'left a mount'
