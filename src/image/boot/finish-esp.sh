#!/bin/sh
# Makes the files of an ESP those of an installation: GRUB's configuration from its template, then the list of digests,
# and what guards the boot state.
# finish-esp.sh LIB FOLDER ID TEMPLATE CONFIG, the last two relative to FOLDER
set -eu

# shellcheck source=device/dracut/90tmpfsroot/lib.sh
. "$1"
# shellcheck source=device/dracut/90tmpfsroot/place-state.sh
. "${1%/*}/place-state.sh"
cd "$2"
tfr_grub_config "$3" "$4" >"$5"
rm "$4"
list=$(find . -type f ! -name grubenv | LC_ALL=C sort | xargs b2sum --)
printf '%s\n' "$list" >EFI/tfr/files.b2
for number in 0 1 2; do tfr_guard . "$number"; done
