#!/bin/sh
# Runs a scenario over a disk that logs its writes (machine.sh says what it is given), and says which slots hold a whole
# image before the first write: `whole a`. A scenario is a file with a function `scenario`, and with `prepare` where the
# disk is to be changed before (prepare.sh).
# record.sh SCENARIO
set -eu

here=$(dirname "$0")
# shellcheck source=machine.sh
. "$here/machine.sh"
daemon=
trap stop_disk EXIT
start_machine
# shellcheck source=/dev/null
. "$here/scenarios/$1.sh"
start_disk
! is_whole_slot rootA || echo 'whole a'
! is_whole_slot rootB || echo 'whole b'
mark begin
scenario
