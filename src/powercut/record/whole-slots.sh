#!/bin/sh
# Says which slots of the disk in WORK (machine.sh) hold a whole image: `whole a`.
set -eu

here=$(dirname "$0")
# shellcheck source=machine.sh
. "$here/machine.sh"
trap detach EXIT
start_machine
attach "$WORK/disk.raw"
! is_whole_slot rootA || echo 'whole a'
! is_whole_slot rootB || echo 'whole b'
