#!/bin/sh
# Makes another image of that in slot A of the disk in WORK (machine.sh): with other files, and whole.
# other-image.sh FILE
set -eu

here=$(dirname "$0")
# shellcheck source=machine.sh
. "$here/machine.sh"
trap detach EXIT
start_machine
attach "$WORK/disk.raw"
cp --sparse=always "$(part rootA)" "$1"
image=$(losetup -f --show "$1")
trap 'losetup -d "$image"; detach' EXIT
rebuild_slot "$image"
