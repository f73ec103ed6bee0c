#!/bin/sh
# Changes the disk in WORK (machine.sh) into what a scenario begins with.
# prepare.sh SCENARIO
set -eu

here=$(dirname "$0")
# shellcheck source=machine.sh
. "$here/machine.sh"
trap detach EXIT
start_machine
# shellcheck source=/dev/null
. "$here/scenarios/$1.sh"
attach "$WORK/disk.raw"
prepare
sync
