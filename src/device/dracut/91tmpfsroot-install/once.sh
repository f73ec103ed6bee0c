# shellcheck shell=sh
# An installation from the network that begins by itself must not begin again at every start of the machine.

# Where the kernel was told tfr.once and the image is installed already, starts the disk and does not come back.
start_if_installed() {
  if tfr_arg tfr.once >/dev/null && is_installed; then
    start_disk
  fi
}

# Whether the disk that the boot loader would be written to has it already, from this very image.
is_installed() {
  selector=$(printf '%s\n' "$TFR_PARTITIONS" | sed -n 's/^esp \([^ ]*\) .*/\1/p')
  for node in $(lsblk -nrpo NAME,PARTUUID "$(disk_of "$selector")" | esps); do
    mount -t vfat -o ro "$node" /run/tmpfsroot/target 2>/dev/null || continue
    marked=no
    [ ! -e "/run/tmpfsroot/target/EFI/tfr/$TFR_LABEL" ] || marked=yes
    umount /run/tmpfsroot/target
    [ "$marked" = no ] || return 0
  done
  return 1
}

# Of lines NODE PARTUUID the nodes of what is an ESP of an installation of ours.
esps() {
  heads=
  for name in esp esp2; do
    # shellcheck disable=SC2154 # tfr_partition sets it
    tfr_partition "$name" && heads="$heads $tfr_head"
  done
  while read -r node uuid; do
    case "$heads " in *" ${uuid%%-*} "*) printf '%s\n' "$node" ;; esac
  done
}

# Ends an installation that is not needed: the firmware is told to start the disk next, whatever its order.
start_disk() {
  say "$TFR_NAME is installed here already; starting it"
  entry=
  if [ -d /sys/firmware/efi ]; then
    mountpoint_efivars
    entry=$(boot_entries | head -n 1)
  fi
  { [ -n "$entry" ] && efibootmgr -q -n "$entry"; } ||
    say 'note: the firmware cannot be told to start the disk: put it before the network in its boot order'
  tfr_restart 'nothing was to be done' 3
  exit 1
}
