#!/bin/sh
# Stands in for the emergency and rescue shells: an unattended device has nobody to type there.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh

failed=$(timeout 10 systemctl --failed --no-legend --plain 2>/dev/null | awk '{ printf "%s ", $1 }')
tfr_restart "the initramfs cannot go on; failed units: ${failed:-none }" 30
