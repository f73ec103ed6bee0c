# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# Slot B is damaged in three places, its first block among them, and the device rewrites it from slot A.

prepare() {
  size=$(blockdev --getsize64 "$(part rootB)")
  for at in 8192 $((size / 2)) $((size - 1048576)); do
    head -c 4096 /dev/urandom | dd of="$(part rootB)" bs=4096 seek=$((at / 4096)) conv=notrunc 2>/dev/null
  done
}

scenario() {
  heal_slot
}

heal_slot() {
  sed -e "s|^scripts=.*|scripts=$scripts|" -e 's|pause=.*|pause=0|' "$DEVICE/root/usr/lib/tmpfsroot/heal-slot" \
    >/run/bin/heal-slot
  sh /run/bin/heal-slot
  is_whole_slot rootB || return 1
  mark whole b
}
