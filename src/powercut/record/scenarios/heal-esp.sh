# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh
# The first ESP has lost its files. The firmware starts the second one, and the device writes all of them again: that
# happens in a virtual machine, whose kernel knows FAT (record-boot.ts).

prepare() {
  mdeltree -i "$(part esp)" ::/EFI
}
