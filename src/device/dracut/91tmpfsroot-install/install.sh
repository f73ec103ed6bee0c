#!/bin/sh
# Installs the image of the medium onto the disks that it names. Every step starts from nothing, so a run that
# was cut short is completed by the next. What makes the disk bootable is written last. Started from the network, the
# medium's folder tfr is in the initramfs itself.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh
# shellcheck source=fill-root.sh
. /usr/lib/tmpfsroot/fill-root.sh
# shellcheck source=place-state.sh
. /usr/lib/tmpfsroot/place-state.sh
# shellcheck source=disks.sh
. /usr/lib/tmpfsroot/disks.sh
# shellcheck source=write.sh
. /usr/lib/tmpfsroot/write.sh
# shellcheck source=once.sh
. /usr/lib/tmpfsroot/once.sh
# shellcheck source=scripts.sh
. /usr/lib/tmpfsroot/scripts.sh

main() {
  mkdir -p /run/tmpfsroot/target
  find_medium
  # Written by src/image/installer/install-conf.ts: the table of partitions and the settings of this image.
  # A shell ends without a word when it cannot read what it sources (POSIX, special built-ins).
  [ -r "$medium/tfr/install.conf" ] || fail 'the medium has no install.conf'
  # shellcheck source=/dev/null
  . "$medium/tfr/install.conf"
  # Where scripts for Anaconda look for it.
  mkdir -p /run/install && ln -sfn "${medium:-/}" /run/install/repo
  id=
  run_scripts pre.list
  say "$TFR_NAME: installing onto $TFR_DISKS"
  [ -n "$medium" ] || wait_for_disks
  find_disks
  start_if_installed
  id=$(new_id)
  make_partitions
  write_slot rootA
  write_slot rootB
  make_data_partitions
  # shellcheck disable=SC2034 # read in write.sh
  esp_files=$medium/tfr/esp
  write_esp
  run_install_hooks
  write_second_esp
  make_bootable
  register_boot_entry
  sync
  say 'done'
  sleep 3
  [ -z "$medium" ] || umount "$medium" 2>/dev/null
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
  tfr_restart 'nothing was installed, the machine is started again' 60
}

# Sets medium, the folder that has the image's folder tfr in it, and medium_device, its device or nothing.
find_medium() {
  label=$(tfr_arg tfr.install)
  if [ -d /tfr ]; then
    medium=
    medium_device=
    # Kernel, initramfs and image are loaded one after the other: a build may have come in between.
    [ -e "/tfr/$label" ] || fail "the server gave another image than its script names ($label)"
    return
  fi
  medium=/run/tmpfsroot/medium
  mkdir -p "$medium"
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
