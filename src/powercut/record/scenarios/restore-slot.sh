# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# Nothing of slot B is left, and the device writes all of it from slot A: it remembers which image slot B was given.

# shellcheck source=heal-slot.sh
. "$here/scenarios/heal-slot.sh"

prepare() {
  size=$(blockdev --getsize64 "$(part rootB)")
  head -c "$size" /dev/zero | dd of="$(part rootB)" bs=1M conv=notrunc iflag=fullblock 2>/dev/null
  fallocate --dig-holes "$WORK/disk.raw"
}

scenario() {
  mkdir /run/record
  printf 'b %s\n' "$(od -An -v -tx1 -j 1128 -N 16 "$(part rootA)" | tr -d ' \n')" >/run/record/other-slot
  heal_slot
}
