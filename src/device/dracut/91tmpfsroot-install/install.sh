#!/bin/sh
# Installs the image of the medium onto the disks that it names. Every step starts from nothing, so a run that
# was cut short is mended by the next. What makes the disk bootable is written last.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh
# shellcheck source=disks.sh
. /usr/lib/tmpfsroot/disks.sh
# shellcheck source=write.sh
. /usr/lib/tmpfsroot/write.sh

medium=/run/tmpfsroot/medium

main() {
  mkdir -p "$medium" /run/tmpfsroot/target
  mount_medium
  # Written by src/image/install-conf.ts: the table of partitions and the settings of this image.
  # A shell ends without a word when it cannot read what it sources (POSIX, special built-ins).
  [ -r "$medium/tfr/install.conf" ] || fail 'the medium has no install.conf'
  # shellcheck source=/dev/null
  . "$medium/tfr/install.conf"
  say "$TFR_NAME: installing onto $TFR_DISKS"
  find_disks
  id=$(new_id)
  make_partitions
  write_slot rootA tfr-root-a
  write_slot rootB tfr-root-b
  make_data_partitions
  write_esp
  register_boot_entry
  sync
  say 'done'
  sleep 3
  umount "$medium" 2>/dev/null
  sync
  case "$TFR_THEN" in
    poweroff) echo o >/proc/sysrq-trigger ;;
    *) echo b >/proc/sysrq-trigger ;;
  esac
  sleep 60
}

# One line on every console of the kernel and in the log.
say() {
  read -r consoles </sys/class/tty/console/active
  for console in $consoles; do
    printf '\r\ntfr-install: %s\r\n' "$*" >"/dev/$console"
  done
  printf '<6>tfr-install: %s\n' "$*" >/dev/kmsg
}

fail() {
  say "failed: $*"
  tfr_restart 'nothing was installed, the medium is started again' 60
}

mount_medium() {
  label=$(tfr_arg tfr.install)
  left=60
  while [ ! -e "/dev/disk/by-label/$label" ]; do
    [ "$left" -gt 0 ] || fail "the medium $label is not there"
    sleep 1
    left=$((left - 1))
  done
  medium_device=$(readlink -f "/dev/disk/by-label/$label")
  mount -t iso9660 -o ro "$medium_device" "$medium" || fail "the medium $medium_device cannot be read"
}

# Random tail of all PARTUUIDs of this installation: 4-4-4-12 hex digits.
new_id() {
  cut -d - -f 2- /proc/sys/kernel/random/uuid
}

main
